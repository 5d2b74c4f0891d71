package io.x_k8s.jobset.client.v1alpha2.explain;

import io.x_k8s.jobset.client.kueue.Admission;
import java.util.List;
import java.util.Optional;

/** Something that keeps a JobSet, or some of its Pods, from running. */
public sealed interface Reason {

  /**
   * Says it to people.
   *
   * @return one or two sentences: what is so, why, and what helps where that can be told
   */
  String sentence();

  /** The JobSet has ended well. */
  record Completed() implements Reason {
    @Override
    public String sentence() {
      return "It has completed.";
    }
  }

  /**
   * The JobSet has failed for good.
   *
   * @param reason for programs, see {@link io.x_k8s.jobset.v1alpha2.JobSetConditionReasons}
   * @param message for people
   */
  record Failed(String reason, String message) implements Reason {
    @Override
    public String sentence() {
      return "It has failed (%s): %s".formatted(reason, Sentences.end(message));
    }
  }

  /**
   * The JobSet is being deleted.
   *
   * @param since when that was asked for
   * @param finalizers what has to be done before it is gone
   */
  record BeingDeleted(String since, List<String> finalizers) implements Reason {

    /** Copies the list. */
    public BeingDeleted {
      finalizers = List.copyOf(finalizers);
    }

    @Override
    public String sentence() {
      return finalizers.isEmpty()
          ? "It has been being deleted since %s.".formatted(since)
          : "It has been being deleted since %s; that waits for %s."
              .formatted(since, String.join(", ", finalizers));
    }
  }

  /**
   * {@code spec.managedBy} gives the JobSet to another controller; the JobSet operator leaves it
   * alone.
   *
   * @param controller its name
   */
  record ManagedElsewhere(String controller) implements Reason {
    @Override
    public String sentence() {
      return "The JobSet operator leaves it alone, because spec.managedBy gives it to %s."
          .formatted(controller);
    }
  }

  /** No controller has taken notice of the JobSet for some time. */
  record NoController() implements Reason {
    @Override
    public String sentence() {
      return "No controller has taken notice of it: it has no status, Jobs or events. Is the JobSet operator running, and does it watch this namespace?";
    }
  }

  /** The JobSet is suspended, and Kueue has nothing to do with it. */
  record Suspended() implements Reason {
    @Override
    public String sentence() {
      return "It is suspended (spec.suspend is true), and not by Kueue; it runs when somebody resumes it.";
    }
  }

  /**
   * The JobSet is suspended until Kueue admits it.
   *
   * @param queue the LocalQueue
   * @param workload name of its Workload
   * @param admission where the Workload stands
   * @param words why, in Kueue's own words; may be empty
   */
  record WaitingInQueue(String queue, String workload, Admission admission, String words)
      implements Reason {
    @Override
    public String sentence() {
      var state =
          switch (admission) {
            case PENDING -> "It waits in queue %s".formatted(queue);
            case QUOTA_RESERVED ->
                "Queue %s has reserved its quota, admission checks are still to be passed"
                    .formatted(queue);
            case ADMITTED ->
                "Kueue has admitted it from queue %s, and is about to resume it".formatted(queue);
            case EVICTED -> "Kueue has stopped it, and it waits in queue %s again".formatted(queue);
            case INACTIVE ->
                "Its Workload %s is inactive (spec.active is false), so queue %s does not consider it"
                    .formatted(workload, queue);
            case FINISHED -> "Its Workload %s counts as finished".formatted(workload);
          };
      return words.isBlank()
          ? state + "."
          : "%s; Kueue says: %s".formatted(state, Sentences.end(words));
    }
  }

  /**
   * The JobSet is suspended and has a queue, but Kueue knows nothing of it.
   *
   * @param queue the LocalQueue that it names
   */
  record UnknownToKueue(String queue) implements Reason {
    @Override
    public String sentence() {
      return "It is suspended and names queue %s, but Kueue has made no Workload for it. Is Kueue running, with its JobSet integration enabled?"
          .formatted(queue);
    }
  }

  /**
   * A ReplicatedJob waits for another one by {@code dependsOn}.
   *
   * @param replicatedJob the one that waits
   * @param dependency the one that it waits for
   * @param status what it is to be: {@code Ready} or {@code Complete}
   * @param reached how many of its Jobs are
   * @param replicas how many have to be
   */
  record WaitingForDependency(
      String replicatedJob, String dependency, String status, int reached, int replicas)
      implements Reason {
    @Override
    public String sentence() {
      return "ReplicatedJob %s waits for %s to be %s: %d of %d Jobs are."
          .formatted(replicatedJob, dependency, status, reached, replicas);
    }
  }

  /**
   * A ReplicatedJob waits for its turn, because the ReplicatedJobs are started in order.
   *
   * @param replicatedJob the one that waits
   * @param before the one whose Jobs have to be ready first
   */
  record WaitingForTurn(String replicatedJob, String before) implements Reason {
    @Override
    public String sentence() {
      return "ReplicatedJob %s waits until all Jobs of %s are ready, because startupPolicyOrder is InOrder."
          .formatted(replicatedJob, before);
    }
  }

  /**
   * The controller is at a loss: it could not create something, or do what the failure policy says.
   *
   * @param event reason of the event that tells it, such as {@code JobCreationFailed}
   * @param message what it says
   */
  record ControllerStuck(String event, String message) implements Reason {
    @Override
    public String sentence() {
      return "The controller cannot go on (%s): %s".formatted(event, Sentences.end(message));
    }
  }

  /**
   * Pods cannot be created because a ResourceQuota is used up.
   *
   * @param jobs the Jobs that lack Pods
   * @param message which quota, what is used and what allowed
   */
  record QuotaExceeded(List<String> jobs, String message) implements Reason {

    /** Copies the list. */
    public QuotaExceeded {
      jobs = List.copyOf(jobs);
    }

    @Override
    public String sentence() {
      return "%s cannot get Pods, a resource quota is used up: %s"
          .formatted(Sentences.names("Job", jobs), Sentences.end(message));
    }
  }

  /**
   * An admission webhook refuses the Pods.
   *
   * @param jobs the Jobs that lack Pods
   * @param webhook its name
   * @param message what it says
   */
  record RefusedByWebhook(List<String> jobs, String webhook, String message) implements Reason {

    /** Copies the list. */
    public RefusedByWebhook {
      jobs = List.copyOf(jobs);
    }

    @Override
    public String sentence() {
      return "%s cannot get Pods, admission webhook %s refuses them: %s"
          .formatted(Sentences.names("Job", jobs), webhook, Sentences.end(message));
    }
  }

  /**
   * Pods cannot be created for another reason.
   *
   * @param jobs the Jobs that lack Pods
   * @param message what the Job controller was told
   */
  record PodsNotCreated(List<String> jobs, String message) implements Reason {

    /** Copies the list. */
    public PodsNotCreated {
      jobs = List.copyOf(jobs);
    }

    @Override
    public String sentence() {
      return "%s cannot get Pods: %s"
          .formatted(Sentences.names("Job", jobs), Sentences.end(message));
    }
  }

  /**
   * With exclusive placement the other Pods of a Job follow its first one, and that has no node
   * yet.
   *
   * @param job the Job
   * @param topology node label that names the domains
   * @param leader name of its first Pod; empty if there is none yet
   * @param message why it has no node, as far as that is known; may be empty
   */
  record LeaderNotPlaced(String job, String topology, Optional<String> leader, String message)
      implements Reason {
    @Override
    public String sentence() {
      var fact =
          leader
              .map(pod -> "leader Pod %s has no node yet".formatted(pod))
              .orElse("the leader Pod does not exist yet");
      var consequence =
          "The Pods of Job %s wait for its leader, which chooses the domain (%s) for all: %s"
              .formatted(job, topology, fact);
      return message.isBlank() ? consequence + "." : consequence + "; " + Sentences.end(message);
    }
  }

  /**
   * The scheduler finds no node for some Pods.
   *
   * @param pods the Pods that it says the same of
   * @param message what it says; empty if it has not looked at them
   */
  record Unschedulable(List<String> pods, String message) implements Reason {

    /** Copies the list. */
    public Unschedulable {
      pods = List.copyOf(pods);
    }

    @Override
    public String sentence() {
      var who = Sentences.names("Pod", pods);
      return message.isBlank()
          ? "No scheduler has looked at %s.".formatted(who)
          : "%s cannot be scheduled: %s".formatted(who, Sentences.end(message));
    }
  }

  /**
   * Some Pods may not be scheduled until somebody lifts their scheduling gates.
   *
   * @param pods the Pods
   * @param gates names of the gates
   */
  record Gated(List<String> pods, List<String> gates) implements Reason {

    /** Copies the lists. */
    public Gated {
      pods = List.copyOf(pods);
      gates = List.copyOf(gates);
    }

    @Override
    public String sentence() {
      return "Scheduling gates hold back %s: %s."
          .formatted(Sentences.names("Pod", pods), String.join(", ", gates));
    }
  }

  /**
   * An image cannot be pulled.
   *
   * @param pods the Pods that need it
   * @param container name of the container
   * @param image the image
   * @param message why
   */
  record ImageNotPulled(List<String> pods, String container, String image, String message)
      implements Reason {

    /** Copies the list. */
    public ImageNotPulled {
      pods = List.copyOf(pods);
    }

    @Override
    public String sentence() {
      return "Image %s of container %s in %s cannot be pulled: %s"
          .formatted(image, container, Sentences.names("Pod", pods), Sentences.end(message));
    }
  }

  /**
   * A container cannot be started.
   *
   * @param pods the Pods that it is in
   * @param container its name
   * @param reason the kubelet's word for it, such as {@code CreateContainerConfigError}
   * @param message why
   */
  record ContainerNotStarted(List<String> pods, String container, String reason, String message)
      implements Reason {

    /** Copies the list. */
    public ContainerNotStarted {
      pods = List.copyOf(pods);
    }

    @Override
    public String sentence() {
      return "Container %s in %s cannot be started (%s): %s"
          .formatted(container, Sentences.names("Pod", pods), reason, Sentences.end(message));
    }
  }

  /**
   * A container ends with an error.
   *
   * @param pods the Pods that it is in
   * @param container its name
   * @param exitCode how it ended
   * @param reason the kubelet's word for it, such as {@code OOMKilled} or {@code Error}
   * @param restarts how often it was started again, at most among these Pods
   * @param message its last words (termination message); may be empty
   */
  record ContainerCrashed(
      List<String> pods,
      String container,
      int exitCode,
      String reason,
      int restarts,
      String message)
      implements Reason {

    /** Copies the list. */
    public ContainerCrashed {
      pods = List.copyOf(pods);
    }

    @Override
    public String sentence() {
      var fact =
          "Container %s in %s ended with exit code %d (%s)%s"
              .formatted(
                  container,
                  Sentences.names("Pod", pods),
                  exitCode,
                  reason,
                  restarts == 0 ? "" : " and was restarted " + Sentences.times(restarts));
      return message.isBlank() ? fact + "." : fact + ": " + Sentences.end(message);
    }
  }

  /**
   * Some Pods have a node, but cannot be prepared there: a volume is missing, or the network.
   *
   * @param pods the Pods
   * @param event reason of the event that tells it, such as {@code FailedMount}
   * @param message what it says
   */
  record HeldUp(List<String> pods, String event, String message) implements Reason {

    /** Copies the list. */
    public HeldUp {
      pods = List.copyOf(pods);
    }

    @Override
    public String sentence() {
      return "The kubelet cannot prepare %s (%s): %s"
          .formatted(Sentences.names("Pod", pods), event, Sentences.end(message));
    }
  }

  /**
   * Some Pods failed as a whole, such as by being evicted from their node.
   *
   * @param pods the Pods
   * @param reason the word for it in their status, such as {@code Evicted}
   * @param message why
   */
  record PodsFailed(List<String> pods, String reason, String message) implements Reason {

    /** Copies the list. */
    public PodsFailed {
      pods = List.copyOf(pods);
    }

    @Override
    public String sentence() {
      return "%s failed (%s): %s"
          .formatted(Sentences.names("Pod", pods), reason, Sentences.end(message));
    }
  }

  /**
   * Some Pods run, but are not ready.
   *
   * @param pods the Pods
   * @param message what the kubelet says
   */
  record NotReady(List<String> pods, String message) implements Reason {

    /** Copies the list. */
    public NotReady {
      pods = List.copyOf(pods);
    }

    @Override
    public String sentence() {
      return "Running, but not ready: %s; %s"
          .formatted(Sentences.names("Pod", pods), Sentences.end(message));
    }
  }

  /**
   * Some Pods should be gone already, and hold up their successors.
   *
   * @param pods the Pods
   * @param nodes where they are; a node that does not answer is the usual cause
   */
  record StuckTerminating(List<String> pods, List<String> nodes) implements Reason {

    /** Copies the lists. */
    public StuckTerminating {
      pods = List.copyOf(pods);
      nodes = List.copyOf(nodes);
    }

    @Override
    public String sentence() {
      return "%s should be gone already, and new ones have to wait for that; look at %s."
          .formatted(
              Sentences.names("Pod", pods),
              nodes.isEmpty() ? "the finalizers" : Sentences.names("node", nodes));
    }
  }

  /**
   * Something could not be read, so reasons that only it tells are missing.
   *
   * @param what for example {@code events}
   * @param message why not
   */
  record NotVisible(String what, String message) implements Reason {
    @Override
    public String sentence() {
      return "There may be more to it: %s cannot be read. %s"
          .formatted(what, Sentences.end(message));
    }
  }
}
