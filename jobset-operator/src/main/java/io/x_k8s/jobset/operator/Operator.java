package io.x_k8s.jobset.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.x_k8s.jobset.admission.ExistingClaims;
import io.x_k8s.jobset.operator.admission.AdmissionHandler;
import io.x_k8s.jobset.operator.admission.AdmissionPath;
import io.x_k8s.jobset.operator.admission.JobSetDefaulting;
import io.x_k8s.jobset.operator.admission.JobSetValidation;
import io.x_k8s.jobset.operator.apply.JobSetEvents;
import io.x_k8s.jobset.operator.apply.PlanExecutor;
import io.x_k8s.jobset.operator.apply.PodEvictor;
import io.x_k8s.jobset.operator.config.ClientConnection;
import io.x_k8s.jobset.operator.config.Configuration;
import io.x_k8s.jobset.operator.config.HealthConfiguration;
import io.x_k8s.jobset.operator.config.LeaderElectionConfiguration;
import io.x_k8s.jobset.operator.controller.JobSetReconciler;
import io.x_k8s.jobset.operator.metrics.JobSetMetrics;
import io.x_k8s.jobset.operator.observe.ClusterCaches;
import io.x_k8s.jobset.operator.observe.ClusterView;
import io.x_k8s.jobset.operator.observe.PodsAndNodes;
import io.x_k8s.jobset.operator.observe.Triggers;
import io.x_k8s.jobset.operator.placement.Placement;
import io.x_k8s.jobset.operator.placement.PodAdmission;
import io.x_k8s.jobset.operator.plan.JobSetPlanner;
import io.x_k8s.jobset.operator.runtime.Controller;
import io.x_k8s.jobset.operator.runtime.EventRecorder;
import io.x_k8s.jobset.operator.runtime.HealthServer;
import io.x_k8s.jobset.operator.runtime.HttpServerLimits;
import io.x_k8s.jobset.operator.runtime.LeaderElection;
import io.x_k8s.jobset.operator.runtime.ObjectKey;
import io.x_k8s.jobset.operator.runtime.RateLimiter;
import io.x_k8s.jobset.operator.runtime.Resync;
import io.x_k8s.jobset.operator.runtime.WorkQueue;
import io.x_k8s.jobset.operator.runtime.WorkQueue.Priority;
import io.x_k8s.jobset.operator.runtime.WriteFence;
import io.x_k8s.jobset.operator.runtime.WriteLimiter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running operator: watches, workers, leader election and health endpoint of one process, put
 * together. Several can run in one JVM.
 */
public final class Operator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Operator.class);

  private static final int WORKERS = 16;
  private static final int WRITES_IN_FLIGHT = 50;
  private static final Duration SYNC_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration RESYNC_PERIOD = Duration.ofHours(10);
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration LONGEST_REQUEST = Duration.ofSeconds(10);
  private static final String CONTROLLER = "jobset";

  private final KubernetesClient client;
  private final ClusterCaches caches;
  private final PodsAndNodes podsAndNodes;
  private final ClusterView view;
  private final WorkQueue<ObjectKey> queue = new WorkQueue<>();
  private final EventRecorder events;
  private final Controller<ObjectKey> controller;
  private final Placement placement;
  private final Optional<LeaderElection> election;
  private final AdmissionService admission;
  private final Optional<HealthServer> health;
  private final Resync resync = new Resync(RESYNC_PERIOD, this::lookAtEverything);
  private volatile boolean closing;

  /**
   * Connects; nothing is written before {@link #start}.
   *
   * @param configuration the operator's configuration
   * @param cluster where the cluster is and who we are there
   * @throws IOException if the address of the health endpoint or of the admission server cannot be
   *     used
   */
  public Operator(Configuration configuration, Config cluster) throws IOException {
    HttpServerLimits.apply();
    Identity identity = Identity.ofThisProcess();
    Duration requestTimeout = requestTimeout(configuration.leaderElection());
    ObjectMapper mapper = new ObjectMapper();
    this.client = connect(cluster, requestTimeout, mapper);
    this.events = new EventRecorder(client, CONTROLLER, CONTROLLER + "-" + identity.hostname());
    this.caches = new ClusterCaches(client, mapper);
    this.podsAndNodes = new PodsAndNodes(client, mapper, configuration.gates());
    this.view =
        new ClusterView(caches, podsAndNodes, configuration.gates(), InstantSource.system());
    this.election =
        configuration.leaderElection().leaderElect()
            ? Optional.of(campaign(configuration.leaderElection(), identity))
            : Optional.empty();
    WriteFence fence = election.<WriteFence>map(lease -> lease).orElse(WriteFence.ALWAYS_OPEN);
    WriteLimiter limiter = limiter(configuration.clientConnection());
    PlanExecutor executor =
        new PlanExecutor(
            client,
            requestTimeout,
            fence,
            limiter,
            view,
            events,
            new JobSetMetrics(new PrometheusRegistry()));
    this.controller =
        new Controller<>(
            CONTROLLER, queue, new JobSetReconciler(view, new JobSetPlanner(), executor), WORKERS);
    podsAndNodes.serve(caches);
    this.placement =
        new Placement(
            podsAndNodes,
            view,
            new PodEvictor(
                client, requestTimeout, fence, limiter, podsAndNodes, InstantSource.system()),
            new JobSetEvents(events),
            InstantSource.system());
    Triggers.connect(
        caches,
        podsAndNodes,
        queue,
        gone -> {
          view.forget(gone);
          executor.forget(gone);
          placement.forget(gone);
        });
    this.admission =
        new AdmissionService(
            configuration, client, mapper, identity.namespace(), handlers(configuration));
    // Open from the first moment on: alive at once, ready later.
    this.health = serveHealth(configuration.health());
  }

  /**
   * Starts to watch and, as soon as this process leads, to work.
   *
   * @throws IllegalStateException if the cluster could not be listed in two minutes
   */
  public void start() throws InterruptedException {
    admission.start();
    caches.start();
    if (!caches.awaitSync(SYNC_TIMEOUT) || !podsAndNodes.awaitSync(SYNC_TIMEOUT)) {
      throw new IllegalStateException(
          "the cluster at %s could not be listed within %d s; see the warnings above"
              .formatted(client.getMasterUrl(), SYNC_TIMEOUT.toSeconds()));
    }
    resync.start();
    if (election.isPresent()) {
      election.get().start();
    } else {
      lead();
    }
  }

  /** Port of the health endpoint; empty when it is off. */
  public OptionalInt healthPort() {
    return health.map(server -> OptionalInt.of(server.port())).orElseGet(OptionalInt::empty);
  }

  /** Port of the admission server. */
  public int webhookPort() {
    return admission.port();
  }

  /** Finishes what is in flight, then gives the lease away, so that another can go on at once. */
  @Override
  public void close() {
    closing = true;
    resync.close();
    rest();
    events.close();
    election.ifPresent(LeaderElection::close);
    health.ifPresent(HealthServer::close);
    admission.close();
    podsAndNodes.close();
    caches.close();
    client.close();
  }

  /** Called on winning the lease, which may happen while the operator closes. */
  private synchronized void lead() {
    if (closing) {
      return;
    }
    LOG.info("Working on JobSets");
    controller.start();
    placement.start();
    // Timers of a former term are gone, and nobody may have looked at these for a while.
    lookAtEverything();
  }

  private void lookAtEverything() {
    view.keys().forEach(key -> queue.add(key, Priority.BACKLOG));
  }

  private synchronized void rest() {
    try {
      boolean drained = placement.stop(DRAIN_TIMEOUT);
      if (!controller.stop(DRAIN_TIMEOUT) || !drained) {
        LOG.warn("Passes were interrupted after {} s", DRAIN_TIMEOUT.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private LeaderElection campaign(LeaderElectionConfiguration configuration, Identity identity) {
    String namespace =
        configuration.resourceNamespace().isEmpty()
            ? identity.namespace()
            : configuration.resourceNamespace();
    return new LeaderElection(
        client,
        new LeaderElection.Settings(
            namespace,
            configuration.resourceName(),
            identity.unique(),
            configuration.leaseDuration(),
            configuration.renewDeadline(),
            configuration.retryPeriod()),
        new LeaderElection.Callbacks() {
          @Override
          public void onStarted() {
            lead();
          }

          @Override
          public void onLost() {
            LOG.warn("The lease is lost; nothing is written until it is won again");
            rest();
          }
        });
  }

  private Optional<HealthServer> serveHealth(HealthConfiguration configuration) throws IOException {
    if (configuration.healthProbeBindAddress().isOff()) {
      return Optional.empty();
    }
    Map<String, HealthServer.Check> alive =
        Map.of(
            "healthz",
            problemUnless(
                () -> caches.isHealthy() && podsAndNodes.isHealthy(), "a watch has died"));
    Map<String, HealthServer.Check> ready =
        Map.of(
            "readyz",
            () ->
                problemUnless(
                        () -> caches.hasSynced() && podsAndNodes.hasSynced(),
                        "the cluster is not listed yet")
                    .problem()
                    .or(admission::problem));
    return Optional.of(
        new HealthServer(
            configuration.healthProbeBindAddress().toSocketAddress(),
            Map.of(configuration.livenessPath(), alive, configuration.readinessPath(), ready)));
  }

  private Map<AdmissionPath, AdmissionHandler> handlers(Configuration configuration) {
    ExistingClaims claims =
        (namespace, name) ->
            Optional.ofNullable(
                client.persistentVolumeClaims().inNamespace(namespace).withName(name).get());
    PodAdmission pods = new PodAdmission(podsAndNodes);
    return Map.of(
        AdmissionPath.MUTATE_JOBSET,
        new JobSetDefaulting(),
        AdmissionPath.VALIDATE_JOBSET,
        new JobSetValidation(configuration.gates(), claims),
        AdmissionPath.MUTATE_POD,
        pods.mutation(),
        AdmissionPath.VALIDATE_POD,
        pods.validation());
  }

  private static HealthServer.Check problemUnless(BooleanSupplier good, String problem) {
    return () -> good.getAsBoolean() ? Optional.empty() : Optional.of(problem);
  }

  private static WriteLimiter limiter(ClientConnection limits) {
    return new WriteLimiter(WRITES_IN_FLIGHT, new RateLimiter(limits.qps(), limits.burst()));
  }

  /**
   * A write that starts just before the renew deadline must have ended before the lease can be
   * taken by another.
   */
  private static Duration requestTimeout(LeaderElectionConfiguration election) {
    if (!election.leaderElect()) {
      return LONGEST_REQUEST;
    }
    Duration grace =
        election.leaseDuration().minus(election.renewDeadline()).multipliedBy(4).dividedBy(5);
    return grace.compareTo(LONGEST_REQUEST) < 0 ? grace : LONGEST_REQUEST;
  }

  /**
   * The work queue retries passes as a whole; retries of single requests would only hide trouble.
   */
  private static KubernetesClient connect(
      Config cluster, Duration requestTimeout, ObjectMapper mapper) {
    Config config =
        new ConfigBuilder(cluster)
            .withRequestRetryBackoffLimit(0)
            .withRequestTimeout(Math.toIntExact(requestTimeout.toMillis()))
            // Over HTTP/2 one connection that has silently died takes every request with it.
            .withHttp2Disable(true)
            .withUserAgent(UserAgent.text())
            .build();
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(new KubernetesSerialization(mapper, true))
        .build();
  }
}
