package io.x_k8s.jobset.e2e.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.x_k8s.jobset.e2e.cluster.LocalCluster;
import io.x_k8s.jobset.e2e.launch.LocalWebhooks;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A simulated cluster with the CRD, where operators come and go. */
final class BenchmarkCluster implements AutoCloseable {
  private static final String OPERATOR = "jobset-operator";
  private static final String CRD = "/META-INF/fabric8/jobsets.jobset.x-k8s.io-v1.yml";
  private static final String CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/";
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final ObjectMapper mapper = new ObjectMapper();
  private final Path folder;
  private final Path distribution;
  private final List<String> jvmOptions;
  private final LocalCluster cluster;
  private final BareClient client;
  private final AuditLog audit;
  private int operators;

  /**
   * Starts the cluster.
   *
   * @param folder for logs; must exist
   * @param distribution the folder of the unpacked operator
   * @param jvmOptions more options of the operator's JVM
   * @param nodes number of simulated nodes
   */
  BenchmarkCluster(Path folder, Path distribution, List<String> jvmOptions, int nodes)
      throws IOException, InterruptedException {
    this.folder = folder;
    this.distribution = distribution;
    this.jvmOptions = jvmOptions;
    Path auditFile = folder.resolve("audit.log");
    this.cluster =
        LocalCluster.simulated()
            .nodes(nodes)
            .user(OPERATOR, "system:masters")
            .auditLog(auditFile)
            .start();
    this.client = new BareClient(cluster.kubeconfig());
    this.audit = new AuditLog(auditFile, OPERATOR);
    installCrd();
    createNamespace();
  }

  private void installCrd() throws IOException, InterruptedException {
    try (InputStream yaml = BenchmarkCluster.class.getResourceAsStream(CRD)) {
      client.patch(
          CRDS + "jobsets.jobset.x-k8s.io?fieldManager=benchmark&force=true",
          "application/apply-patch+yaml",
          yaml.readAllBytes());
    }
    await("the CRD to be served", () -> client.exists(Workload.JOBSETS));
  }

  private void createNamespace() throws IOException, InterruptedException {
    String namespace =
        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"%s\"}}"
            .formatted(Workload.NAMESPACE);
    client.post("/api/v1/namespaces", namespace.getBytes(StandardCharsets.UTF_8)).join();
    await(
        "the namespace to be usable",
        () ->
            client.exists("/api/v1/namespaces/" + Workload.NAMESPACE + "/serviceaccounts/default"));
  }

  BareClient client() {
    return client;
  }

  AuditLog audit() {
    return audit;
  }

  OperatorProcess startOperator() throws IOException, InterruptedException {
    operators++;
    return OperatorProcess.start(
        distribution,
        cluster.kubeconfig(OPERATOR),
        folder.resolve("operator-" + operators + ".log"),
        jvmOptions.stream()
            .map(option -> option.replace("%n", Integer.toString(operators)))
            .toList());
  }

  /** Has the API server ask an operator's admission server from now on. */
  void installWebhooks(OperatorProcess operator) throws InterruptedException {
    try (KubernetesClient administrator =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
            .build()) {
      LocalWebhooks.install(administrator, operator.webhookPort());
    }
  }

  /** Sees Pods that run for an attempt of a JobSet. */
  Sightings runningPods(String jobSet, int attempt) throws IOException, InterruptedException {
    String labels =
        "%s=%s,%s=%d"
            .formatted(JobSetLabels.JOBSET_NAME, jobSet, JobSetLabels.RESTART_ATTEMPT, attempt);
    return new Sightings(
        client,
        Workload.PODS,
        "fieldSelector=status.phase%3DRunning&labelSelector=" + BareClient.encode(labels));
  }

  JsonNode read(String path) throws IOException, InterruptedException {
    return mapper.readTree(client.get(path));
  }

  /** Deletes everything, and waits until it is gone. */
  void clear() throws IOException, InterruptedException {
    delete(Workload.JOBSETS);
    delete(Workload.JOBS);
    for (String collection : List.of(Workload.JOBSETS, Workload.JOBS, Workload.PODS)) {
      await(collection + " to be empty", () -> isEmpty(collection));
    }
  }

  /** One by one: the request that deletes a whole collection takes longer than a server allows. */
  private void delete(String collection) throws IOException, InterruptedException {
    List<String> names = new ArrayList<>();
    for (JsonNode item : mapper.readTree(client.listMetadata(collection)).path("items")) {
      names.add(item.path("metadata").path("name").asText());
    }
    client.all(names, name -> client.deleteIfPresent(collection + "/" + name));
  }

  private boolean isEmpty(String collection) throws IOException, InterruptedException {
    return read(collection + "?limit=1").path("items").isEmpty();
  }

  /** A state that is asked for until it is there. */
  @FunctionalInterface
  interface State {
    boolean isReached() throws IOException, InterruptedException;
  }

  static void await(String what, State state) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!state.isReached()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "Waited in vain for %s, %d min".formatted(what, PATIENCE.toMinutes()));
      }
      Thread.sleep(50);
    }
  }

  @Override
  public void close() {
    client.close();
    cluster.close();
  }
}
