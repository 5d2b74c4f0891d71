package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.x_k8s.jobset.operator.Operator;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A namespace of its own for one test, the operator that works in it, and what is in it. */
final class TestNamespace implements AutoCloseable {
  private final ApiClusterUnderTest cluster;
  private final String name;
  private final OperatorSettings settings;
  private final ApiProxy proxy;
  private Operator operator;

  TestNamespace(ApiClusterUnderTest cluster, OperatorSettings settings) {
    this.cluster = cluster;
    this.name = cluster.newNamespace();
    this.settings = settings;
    this.proxy = new ApiProxy(cluster.config(), name);
  }

  String name() {
    return name;
  }

  /** Asks the API server directly. */
  KubernetesClient client() {
    return cluster.client();
  }

  /** What the operator reaches the API server by. */
  ApiProxy proxy() {
    return proxy;
  }

  /** Another way to the same namespace, for another operator. */
  ApiProxy newProxy() {
    return new ApiProxy(cluster.config(), name);
  }

  JobController jobController() {
    return new JobController(client(), name);
  }

  void startOperator() {
    operator = start(settings, proxy);
  }

  void stopOperator() {
    operator.close();
    operator = null;
  }

  static Operator start(OperatorSettings settings, ApiProxy proxy) {
    try {
      Operator started = new Operator(settings.configuration(), proxy.config());
      started.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  JobSet create(JobSet jobSet) {
    return client().resource(jobSet).inNamespace(name).create();
  }

  /** The JobSet {@link JobSets#NAME}. */
  JobSet jobSet() {
    return jobSet(JobSets.NAME);
  }

  JobSet jobSet(String jobSet) {
    return jobSets(jobSet).get();
  }

  Resource<JobSet> jobSets(String jobSet) {
    return client().resources(JobSet.class).inNamespace(name).withName(jobSet);
  }

  /** Changes the JobSet {@link JobSets#NAME}. */
  void change(Consumer<JobSet> change) {
    change(JobSets.NAME, change);
  }

  void change(String jobSet, Consumer<JobSet> change) {
    repeatingConflicts(
        () ->
            jobSets(jobSet)
                .edit(
                    found -> {
                      change.accept(found);
                      return found;
                    }));
  }

  /** Writes the status of the JobSet {@link JobSets#NAME}, as somebody else would. */
  void changeStatus(Consumer<JobSetStatus> change) {
    repeatingConflicts(
        () ->
            jobSets(JobSets.NAME)
                .editStatus(
                    found -> {
                      if (found.getStatus() == null) {
                        found.setStatus(new JobSetStatus());
                      }
                      change.accept(found.getStatus());
                      return found;
                    }));
  }

  /** The operator writes the status meanwhile. */
  private static void repeatingConflicts(Runnable write) {
    eventually(
        () -> {
          try {
            write.run();
          } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
              throw new AssertionError("lasting conflict", e);
            }
            throw e;
          }
        });
  }

  /** All Jobs by name. */
  Map<String, Job> jobs() {
    Map<String, Job> jobs = new TreeMap<>();
    client()
        .batch()
        .v1()
        .jobs()
        .inNamespace(name)
        .list()
        .getItems()
        .forEach(job -> jobs.put(job.getMetadata().getName(), job));
    return jobs;
  }

  Job job(String job) {
    return jobResource(job).get();
  }

  Resource<Job> jobResource(String job) {
    return client().batch().v1().jobs().inNamespace(name).withName(job);
  }

  /** UIDs by name. */
  Map<String, String> jobUids() {
    Map<String, String> uids = new TreeMap<>();
    jobs().forEach((job, object) -> uids.put(job, object.getMetadata().getUid()));
    return uids;
  }

  /** Number of Jobs by restart attempt. */
  Map<String, Long> jobsByAttempt() {
    return jobs().values().stream()
        .collect(
            Collectors.groupingBy(
                job -> job.getMetadata().getLabels().get(JobSetLabels.RESTART_ATTEMPT),
                TreeMap::new,
                Collectors.counting()));
  }

  /** Whether Jobs are suspended, by name. */
  Map<String, Boolean> suspendedJobs() {
    Map<String, Boolean> suspended = new TreeMap<>();
    jobs().forEach((job, object) -> suspended.put(job, object.getSpec().getSuspend()));
    return suspended;
  }

  List<Service> services() {
    return client().services().inNamespace(name).list().getItems();
  }

  Map<String, PersistentVolumeClaim> claims() {
    Map<String, PersistentVolumeClaim> claims = new TreeMap<>();
    client()
        .persistentVolumeClaims()
        .inNamespace(name)
        .list()
        .getItems()
        .forEach(claim -> claims.put(claim.getMetadata().getName(), claim));
    return claims;
  }

  /** What the events tell, in the order in which they were made. */
  List<JobSetEvent> events() {
    return eventObjects().stream().map(JobSetEvent::of).toList();
  }

  List<JobSetEvent> events(String reason) {
    return events().stream().filter(event -> event.reason().equals(reason)).toList();
  }

  List<Event> eventObjects() {
    return client().events().v1().events().inNamespace(name).list().getItems().stream()
        .sorted(Comparator.comparing(event -> event.getEventTime().getTime()))
        .toList();
  }

  @Override
  public void close() {
    if (operator != null) {
      proxy.resumeWatches();
      operator.close();
    }
    proxy.close();
  }
}
