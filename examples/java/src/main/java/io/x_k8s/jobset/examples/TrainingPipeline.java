package io.x_k8s.jobset.examples;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpecBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.x_k8s.jobset.client.JobSetClient;
import io.x_k8s.jobset.client.v1alpha2.JobSetOutcome;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Trains a model with one leader and four workers: builds the JobSet, submits it, shows its
 * progress, and ends with exit code 0 if it completed.
 *
 * <p>It runs against the cluster of the current kubeconfig, where JobSet must be installed. The
 * training is a {@code sleep}; put your image and command in its place.
 *
 * <p>Arguments, if any, are annotations for the Pods, written {@code key=value}: for what a cluster
 * wants to be told about each Pod. {@code TRAINING_SECONDS} in the environment says how long the
 * training takes, 10 seconds otherwise.
 */
public final class TrainingPipeline {

  private static final int WORKERS = 4;
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final KubernetesClient kubernetes;
  private final PrintStream out;

  /**
   * A pipeline for a cluster.
   *
   * @param kubernetes client for the cluster; its namespace is where the JobSet goes
   * @param out where the progress is shown
   */
  public TrainingPipeline(KubernetesClient kubernetes, PrintStream out) {
    this.kubernetes = kubernetes;
    this.out = out;
  }

  /**
   * Runs the example.
   *
   * @param arguments annotations for the Pods, as {@code key=value}
   * @throws InterruptedException if the thread is interrupted while the JobSet runs
   */
  public static void main(String[] arguments) throws InterruptedException {
    var seconds = Long.parseLong(System.getenv().getOrDefault("TRAINING_SECONDS", "10"));
    boolean completed;
    try (var kubernetes = new KubernetesClientBuilder().build()) {
      completed =
          new TrainingPipeline(kubernetes, System.out)
              .run(Duration.ofSeconds(seconds), annotations(arguments));
    }
    System.exit(completed ? 0 : 1);
  }

  /**
   * Trains a model, and returns when that has ended.
   *
   * @param training how long the training takes
   * @param podAnnotations annotations for the Pods
   * @return whether it was successful
   * @throws InterruptedException if the thread is interrupted meanwhile; the JobSet goes on
   */
  public boolean run(Duration training, Map<String, String> podAnnotations)
      throws InterruptedException {
    var namespace = Optional.ofNullable(kubernetes.getNamespace()).orElse("default");
    // Every Kubernetes client of fabric8 can become a client for JobSets.
    var jobSets = kubernetes.adapt(JobSetClient.class).v1alpha2().jobSets().inNamespace(namespace);

    var start = System.nanoTime();
    var submitted = jobSets.resource(jobSet(training, podAnnotations)).create();
    out.printf("Submitted JobSet %s/%s%n", namespace, submitted.getMetadata().getName());

    // The wait survives restarts of the API server and lost connections. Given the object that
    // was created, it cannot take another one of the same name for it.
    var progress = new ProgressLine(out);
    var outcome = jobSets.resource(submitted).waitUntilFinished(TIMEOUT, progress::show);
    progress.end();

    var seconds = (System.nanoTime() - start) / 1e9;
    if (outcome instanceof JobSetOutcome.Completed) {
      out.printf(Locale.ROOT, "Completed in %.1f s%n", seconds);
      return true;
    }
    out.printf(Locale.ROOT, "%s after %.1f s%n", describe(outcome), seconds);
    return false;
  }

  private static String describe(JobSetOutcome outcome) {
    if (outcome instanceof JobSetOutcome.Failed failed) {
      return "Failed (%s: %s)".formatted(failed.reason(), failed.message());
    }
    return outcome instanceof JobSetOutcome.Deleted ? "Deleted" : "Still running";
  }

  /** The JobSet, built as YAML would be written: each {@code with} or {@code new} is a field. */
  private static JobSet jobSet(Duration training, Map<String, String> podAnnotations) {
    var template = jobTemplate(training, podAnnotations);
    return new JobSetBuilder()
        .withNewMetadata()
        // All names of Jobs, Pods and hosts begin with this one. Each run needs its own.
        .withName("training-" + UUID.randomUUID().toString().substring(0, 5))
        .endMetadata()
        .withNewSpec()
        // A ReplicatedJob is a Job and how often it is wanted. This one is wanted once ...
        .addNewReplicatedJob()
        .withName("leader")
        .withReplicas(1)
        .withTemplate(template)
        .endReplicatedJob()
        // ... and this one four times: its Jobs are called <JobSet>-workers-0 to -3.
        .addNewReplicatedJob()
        .withName("workers")
        .withReplicas(WORKERS)
        .withTemplate(template)
        .endReplicatedJob()
        // Pods reach each other by names that don't change when they are restarted.
        .withNewNetwork()
        .withEnableDNSHostnames(true)
        .endNetwork()
        // The Pod to meet at. Its name is announced in an annotation of all Pods.
        .withNewCoordinator()
        .withReplicatedJob("leader")
        .endCoordinator()
        // When any Job fails, all start again, three times at most.
        .withNewFailurePolicy()
        .withMaxRestarts(3)
        .endFailurePolicy()
        // An hour after its end the JobSet is deleted, with all that belongs to it.
        .withTtlSecondsAfterFinished(3600)
        .endSpec()
        .build();
  }

  private static JobTemplateSpec jobTemplate(
      Duration training, Map<String, String> podAnnotations) {
    return new JobTemplateSpecBuilder()
        .withNewSpec()
        // Indexed, so that each Pod has a stable host name.
        .withCompletionMode("Indexed")
        .withCompletions(1)
        .withParallelism(1)
        // A failed Pod fails its Job: the JobSet's failure policy decides what comes next.
        .withBackoffLimit(0)
        .withTemplate(podTemplate(training, podAnnotations))
        .endSpec()
        .build();
  }

  private static PodTemplateSpec podTemplate(
      Duration training, Map<String, String> podAnnotations) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withAnnotations(podAnnotations)
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName("trainer")
        .withImage("busybox")
        .withImagePullPolicy("IfNotPresent")
        .withCommand("sh", "-c")
        .withArgs("echo \"$HOSTNAME trains, the leader is $LEADER\"; sleep " + training.toSeconds())
        .addNewEnv()
        .withName("LEADER")
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath("metadata.annotations['" + JobSetLabels.COORDINATOR + "']")
        .endFieldRef()
        .endValueFrom()
        .endEnv()
        .endContainer()
        .endSpec()
        .build();
  }

  private static Map<String, String> annotations(String[] arguments) {
    return Arrays.stream(arguments)
        .map(argument -> argument.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair.length == 2 ? pair[1] : ""));
  }
}
