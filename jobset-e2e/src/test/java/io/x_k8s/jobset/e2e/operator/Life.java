package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.JobSets.failurePolicy;
import static io.x_k8s.jobset.e2e.operator.JobSets.named;
import static io.x_k8s.jobset.e2e.operator.JobSets.replicatedJob;
import static io.x_k8s.jobset.e2e.operator.JobSets.rule;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.x_k8s.jobset.v1alpha2.FailurePolicyAction;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.JobSetSpecBuilder;
import io.x_k8s.jobset.v1alpha2.RestartStrategy;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What may happen to a JobSet of three Jobs between its creation and its end. */
enum Life {
  /** Two of its Jobs fail at the same time, which is one restart, and later another one. */
  RESTARTED_TWICE(
      failurePolicy(3),
      new End("AllJobsCompleted", 2, 2, 3, 3, 3),
      player -> {
        Map<String, Job> first = player.running(0);
        player.fail(first.get("b-0"));
        player.fail(first.get("b-1"));
        Map<String, Job> second = player.running(1);
        player.complete(second.get("a-0"));
        player.fail(second.get("b-1"));
        player.complete(player.running(2).values());
      }),

  /** It fails once more than it may, and waits in between until all is gone. */
  BUDGET_USED_UP(
      failurePolicy(1)
          .andThen(
              spec ->
                  spec.editFailurePolicy()
                      .withRestartStrategy(RestartStrategy.BLOCKING_RECREATE)
                      .endFailurePolicy()),
      new End("ReachedMaxRestarts", 1, 1, 2, 2, 2),
      player -> {
        player.fail(player.running(0).get("b-0"));
        player.fail(player.running(1).get("a-0"));
      }),

  /** Its failures cost nothing. */
  RESTARTED_FOR_NOTHING(
      failurePolicy(
          0,
          rule("evicted", FailurePolicyAction.RESTART_JOB_SET_AND_IGNORE_MAX_RESTARTS)
              .withOnJobFailureReasons("PodFailurePolicy")
              .build()),
      new End("AllJobsCompleted", 3, 0, 4, 4, 4),
      player -> {
        for (int attempt = 0; attempt < 3; attempt++) {
          player.fail(player.running(attempt).get("b-1"), "PodFailurePolicy");
        }
        player.complete(player.running(3).values());
      }),

  /** Jobs are made anew one by one, two of them at the same time. */
  RESTARTED_ONE_BY_ONE(
      failurePolicy(3, rule("alone", FailurePolicyAction.RESTART_JOB).build()),
      new End("AllJobsCompleted", 0, 0, 1, 3, 2),
      player -> {
        Map<String, Job> first = player.running(0);
        player.fail(first.get("b-0"));
        player.fail(first.get("b-1"));
        Job second = player.runningAgain("b-0", 1);
        Job lasting = player.runningAgain("b-1", 1);
        player.fail(second);
        Job third = player.runningAgain("b-0", 2);
        player.complete(List.of(first.get("a-0"), third, lasting));
      }),

  /** It starts in order, again after a restart. */
  IN_ORDER(
      failurePolicy(2)
          .andThen(
              spec ->
                  spec.withNewStartupPolicy().withStartupPolicyOrder("InOrder").endStartupPolicy()),
      new End("AllJobsCompleted", 1, 1, 2, 2, 2),
      player -> {
        Map<String, Job> first = player.running(0);
        player.awaitStatus(isTrue(JobSetConditions.STARTUP_POLICY_COMPLETED));
        player.fail(first.get("b-1"));
        Map<String, Job> second = player.running(1);
        player.awaitStatus(
            isTrue(JobSetConditions.STARTUP_POLICY_COMPLETED)
                .and(jobSet -> jobSet.getStatus().getRestarts() == 1));
        player.complete(second.values());
      }),

  /** A queue starts it on one kind of node, evicts it, and starts it on another. */
  MOVED(
      failurePolicy(2).andThen(spec -> spec.withSuspend(true)),
      new End("AllJobsCompleted", 1, 1, 2, 2, 2),
      player -> {
        player.suspended();
        player.awaitStatus(isTrue(JobSetConditions.SUSPENDED));
        player.change(jobSet -> suspend(jobSet, false, Map.of("flavor", "a")));
        player.awaitResumedWith(Map.of("flavor", "a"));
        player.running(0);

        player.change(jobSet -> suspend(jobSet, true, Map.of()));
        player.suspended();
        player.awaitStatus(
            isTrue(JobSetConditions.SUSPENDED)
                .and(
                    jobSet ->
                        jobSet.getStatus().getReplicatedJobsStatus().stream()
                            .allMatch(counts -> counts.getActive() == 0)));
        player.change(jobSet -> suspend(jobSet, false, Map.of("disk", "b")));
        player.awaitResumedWith(Map.of("disk", "b"));
        player.fail(player.running(0).get("b-0"));

        Map<String, Job> last = player.running(1);
        player.awaitResumedWith(Map.of("disk", "b"));
        player.complete(last.values());
      });

  /**
   * What is left in the end.
   *
   * @param reason why it has ended: reason of the terminal condition, and of its event
   * @param restarts {@code status.restarts}
   * @param countTowardsMax {@code status.restartsCountTowardsMax}
   * @param madeA0 how often Job a-0 has been made
   * @param madeB0 how often Job b-0 has been made
   * @param madeB1 how often Job b-1 has been made
   */
  record End(String reason, int restarts, int countTowardsMax, int madeA0, int madeB0, int madeB1) {
    /** How often the failure policy has done something. */
    int policyActions() {
      return restarts > 0 ? restarts : madeA0 + madeB0 + madeB1 - JobSetPlayer.JOBS.size();
    }
  }

  private final Consumer<JobSetSpecBuilder> spec;
  private final End end;
  private final Consumer<JobSetPlayer> script;

  Life(Consumer<JobSetSpecBuilder> spec, End end, Consumer<JobSetPlayer> script) {
    this.spec = spec;
    this.end = end;
    this.script = script;
  }

  End end() {
    return end;
  }

  /** Makes the JobSet and plays its Jobs; returns when nothing more will happen to them. */
  void play(PlayedNamespace played, String name) {
    played.namespace().create(jobSet(name));
    script.accept(new JobSetPlayer(played, name));
  }

  private JobSet jobSet(String name) {
    return named(
        name,
        builder -> {
          builder.withReplicatedJobs(replicatedJob("a", 1).build(), replicatedJob("b", 2).build());
          spec.accept(builder);
        });
  }

  private static Predicate<JobSet> isTrue(String condition) {
    return jobSet ->
        jobSet.getStatus() != null
            && jobSet.getStatus().getConditions() != null
            && jobSet.getStatus().getConditions().stream()
                .filter(found -> found.getType().equals(condition))
                .map(Condition::getStatus)
                .anyMatch("True"::equals);
  }

  private static void suspend(JobSet jobSet, boolean suspend, Map<String, String> nodeSelector) {
    jobSet.getSpec().setSuspend(suspend);
    jobSet
        .getSpec()
        .getReplicatedJobs()
        .forEach(
            job ->
                job.getTemplate().getSpec().getTemplate().getSpec().setNodeSelector(nodeSelector));
  }
}
