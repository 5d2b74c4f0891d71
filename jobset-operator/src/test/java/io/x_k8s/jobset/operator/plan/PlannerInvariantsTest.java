package io.x_k8s.jobset.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fabric8.kubernetes.api.model.Condition;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What holds for every plan, tried on thousands of scenes. */
class PlannerInvariantsTest {
  private static final int SCENES = 2000;
  private static final Set<String> TERMINAL = Set.of("Completed", "Failed");
  private static final Set<String> KNOWN_CONDITIONS =
      Set.of(
          "Completed",
          "Failed",
          "Suspended",
          "RestartingJobSet",
          "StartupPolicyInProgress",
          "StartupPolicyCompleted");

  @Test
  void nothingBreaksThePlannerAndNothingItIsGivenChanges() {
    for (long seed = 0; seed < SCENES; seed++) {
      Snapshot snapshot = RandomScenes.of(seed).snapshot();
      String before = PlanText.json(snapshot.jobSet());

      assertThatCode(() -> PlanText.of(new JobSetPlanner().plan(snapshot)))
          .as("seed %d", seed)
          .doesNotThrowAnyException();

      assertThat(PlanText.json(snapshot.jobSet())).as("seed %d", seed).isEqualTo(before);
    }
  }

  @Test
  void equalSnapshotsGiveEqualPlans() {
    for (long seed = 0; seed < SCENES / 5; seed++) {
      Snapshot one = RandomScenes.of(seed).snapshot();
      Snapshot other =
          new Snapshot(
              PlanText.copy(one.jobSet()),
              List.copyOf(one.jobs()),
              List.copyOf(one.pods()),
              one.service(),
              one.claims(),
              one.refusedResumes(),
              one.gates(),
              one.time());

      assertThat(PlanText.of(new JobSetPlanner().plan(other)))
          .as("seed %d", seed)
          .isEqualTo(PlanText.of(new JobSetPlanner().plan(one)));
    }
  }

  @Test
  void theOrderInWhichJobsAndPodsAreKnownDecidesNothing() {
    for (long seed = 0; seed < SCENES / 5; seed++) {
      Snapshot one = RandomScenes.of(seed).snapshot();
      List<JobRecord> reversed = new ArrayList<>(one.jobs()).reversed();
      Snapshot other =
          new Snapshot(
              one.jobSet(),
              reversed,
              new ArrayList<>(one.pods()).reversed(),
              one.service(),
              one.claims(),
              one.refusedResumes(),
              one.gates(),
              one.time());

      assertThat(actions(new JobSetPlanner().plan(other)))
          .as("seed %d", seed)
          .isEqualTo(actions(new JobSetPlanner().plan(one)));
      assertThat(written(new JobSetPlanner().plan(other)))
          .as("seed %d", seed)
          .isEqualTo(written(new JobSetPlanner().plan(one)));
    }
  }

  @Test
  void aTerminalConditionIsNeverFalseAndAlwaysLast() {
    forEachWrite(
        (stored, written) -> {
          List<Condition> terminal =
              conditions(written).stream()
                  .filter(condition -> TERMINAL.contains(condition.getType()))
                  .toList();
          assertThat(terminal).allMatch(condition -> condition.getStatus().equals("True"));
          boolean ends = written.getTerminalState() != null && stored.getTerminalState() == null;
          if (ends) {
            assertThat(terminal).hasSize(1);
            assertThat(conditions(written).getLast().getType())
                .isEqualTo(written.getTerminalState());
          } else {
            assertThat(terminal)
                .isEqualTo(
                    conditions(stored).stream()
                        .filter(condition -> TERMINAL.contains(condition.getType()))
                        .toList());
          }
        });
  }

  @Test
  void noConditionIsInventedDroppedOrFirstWrittenAsFalse() {
    forEachWrite(
        (stored, written) -> {
          Map<String, Condition> before =
              conditions(stored).stream()
                  .collect(Collectors.toMap(Condition::getType, Function.identity()));
          for (Condition condition : conditions(written)) {
            if (!before.containsKey(condition.getType())) {
              assertThat(KNOWN_CONDITIONS).contains(condition.getType());
              assertThat(condition.getStatus()).isEqualTo("True");
              assertThat(condition.getLastTransitionTime()).isEqualTo("2026-06-01T12:00:00Z");
            }
          }
          assertThat(conditions(written))
              .extracting(Condition::getType)
              .containsAll(before.keySet())
              .doesNotHaveDuplicates();
        });
  }

  @Test
  void allCountersAreAlwaysWrittenAndSortedByDescendingName() {
    forEachWrite(
        (stored, written) -> {
          assertThat(PlanText.json(written)).contains("\"restarts\":");
          for (ReplicatedJobStatus counts : written.getReplicatedJobsStatus()) {
            assertThat(PlanText.json(counts))
                .contains(
                    "\"ready\":", "\"succeeded\":", "\"failed\":", "\"active\":", "\"suspended\":");
          }
          assertThat(written.getReplicatedJobsStatus())
              .extracting(ReplicatedJobStatus::getName)
              .isSortedAccordingTo(Comparator.reverseOrder())
              .doesNotHaveDuplicates();
        });
  }

  @Test
  void aPassRestartsAtMostOnce() {
    forEachWrite(
        (stored, written) -> {
          int restarts = written.getRestarts() - stored.getRestarts();
          int counting = written.getRestartsCountTowardsMax() - stored.getRestartsCountTowardsMax();
          assertThat(restarts).isBetween(0, 1);
          assertThat(counting).isBetween(0, restarts);
        });
  }

  /** An agent that starts takes the attempt after the current one, and ends if it is outdated. */
  @Test
  void theNextAgentIsNeverOutdated() {
    forEachWrite(
        (stored, written) -> {
          int previous = orNone(written.getPreviousInPlaceRestartAttempt());
          assertThat(orNone(written.getCurrentInPlaceRestartAttempt()) + 1).isGreaterThan(previous);
          assertThat(previous)
              .isGreaterThanOrEqualTo(orNone(stored.getPreviousInPlaceRestartAttempt()));
        });
  }

  private static int orNone(Integer attempt) {
    return attempt == null ? -1 : attempt;
  }

  @Test
  void aWriteSaysSomethingNew() {
    forEachWrite((stored, written) -> assertThat(written).isNotEqualTo(stored));
  }

  @Test
  void whatWasWrittenIsNotWrittenAgain() {
    for (long seed = 0; seed < SCENES; seed++) {
      Snapshot snapshot = RandomScenes.of(seed).snapshot();
      Plan first = new JobSetPlanner().plan(snapshot);
      JobSetStatus written =
          first
              .statusAfter(first.stages().size())
              .map(StatusWrite::status)
              .orElse(snapshot.status());
      if (restarts(written).equals(restarts(snapshot.status()))) {
        JobSet after = new JobSetBuilder(snapshot.jobSet()).withStatus(written).build();
        Plan second = new JobSetPlanner().plan(withJobSet(snapshot, after));

        assertThat(second.statusAfter(second.stages().size()))
            .as("seed %d wrote %s", seed, written)
            .isEmpty();
      }
    }
  }

  @Test
  void actionsConcernJobsThatExistOrNamesThatAreFree() {
    for (long seed = 0; seed < SCENES; seed++) {
      Snapshot snapshot = RandomScenes.of(seed).snapshot();
      Map<String, JobRecord> jobs =
          snapshot.jobs().stream().collect(Collectors.toMap(JobRecord::name, Function.identity()));
      Set<String> touched = new HashSet<>();
      for (Stage stage : new JobSetPlanner().plan(snapshot).stages()) {
        assertThat(stage.actions()).isNotEmpty();
        for (Action action : stage.actions()) {
          switch (action) {
            case Action.CreateJob create -> {
              assertThat(jobs).as("seed %d", seed).doesNotContainKey(create.name());
              assertThat(touched.add(create.name())).as("seed %d", seed).isTrue();
              assertThat(create.job().get().getMetadata().getName()).isEqualTo(create.name());
            }
            case Action.DeleteJob delete -> {
              assertThat(jobs.get(delete.name()).uid()).isEqualTo(delete.uid());
              assertThat(jobs.get(delete.name()).deleting()).as("seed %d", seed).isFalse();
              assertThat(touched.add(delete.name())).as("seed %d", seed).isTrue();
            }
            case Action.PatchJob patch -> {
              assertThat(jobs.get(patch.name()).uid()).isEqualTo(patch.uid());
              assertThat(jobs.get(patch.name()).deleting()).as("seed %d", seed).isFalse();
              assertThat(jobs.get(patch.name()).finish()).as("seed %d", seed).isEmpty();
            }
            default -> assertThat(action).isNotNull();
          }
        }
      }
    }
  }

  @Test
  void aFinishedJobSetStaysAsItIs() {
    int finished = 0;
    for (long seed = 0; seed < SCENES; seed++) {
      Snapshot snapshot = RandomScenes.of(seed).snapshot();
      if (!snapshot.isFinished()) {
        continue;
      }
      finished++;
      Plan plan = new JobSetPlanner().plan(snapshot);
      for (int done = 0; done <= plan.stages().size(); done++) {
        plan.statusAfter(done)
            .ifPresent(
                write -> {
                  assertThat(conditions(write.status())).isEqualTo(snapshot.conditions());
                  assertThat(write.status().getRestarts()).isEqualTo(snapshot.restarts());
                  assertThat(write.status().getTerminalState())
                      .isEqualTo(snapshot.status().getTerminalState());
                  assertThat(write.events()).isEmpty();
                  assertThat(write.finishedAs()).isEmpty();
                });
      }
      assertThat(plan.stages().stream().flatMap(stage -> stage.actions().stream()))
          .as("seed %d", seed)
          .allMatch(
              action ->
                  action instanceof Action.DeleteJob || action instanceof Action.DeleteJobSet);
    }
    assertThat(finished).isGreaterThan(100);
  }

  /** Every status write that any number of successful stages can lead to. */
  private static void forEachWrite(BiConsumer<JobSetStatus, JobSetStatus> check) {
    int writes = 0;
    for (long seed = 0; seed < SCENES; seed++) {
      Snapshot snapshot = RandomScenes.of(seed).snapshot();
      Plan plan = new JobSetPlanner().plan(snapshot);
      for (int done = 0; done <= plan.stages().size(); done++) {
        if (plan.statusAfter(done).isPresent()) {
          writes++;
          JobSetStatus written = plan.statusAfter(done).get().status();
          try {
            check.accept(snapshot.status(), written);
          } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + " wrote " + written, e);
          }
        }
      }
    }
    assertThat(writes).isGreaterThan(SCENES);
  }

  private static List<Condition> conditions(JobSetStatus status) {
    return status.getConditions() == null ? List.of() : status.getConditions();
  }

  /** All that counts restarts. */
  private static List<Object> restarts(JobSetStatus status) {
    List<Object> result = new ArrayList<>();
    result.add(status.getRestarts());
    if (status.getReplicatedJobsStatus() != null) {
      for (ReplicatedJobStatus counts : status.getReplicatedJobsStatus()) {
        if (counts.getJobRestarts() != null && !counts.getJobRestarts().isEmpty()) {
          result.add(counts.getName() + counts.getJobRestarts());
        }
      }
    }
    return result;
  }

  private static Set<String> actions(Plan plan) {
    return plan.stages().stream()
        .flatMap(stage -> stage.actions().stream())
        .map(
            action -> action instanceof Action.CreateJob create ? create.name() : action.toString())
        .collect(Collectors.toSet());
  }

  private static List<Object> written(Plan plan) {
    return plan.statusAfter(plan.stages().size())
        .<List<Object>>map(write -> List.of(write.status(), write.events()))
        .orElse(List.of());
  }

  private static Snapshot withJobSet(Snapshot snapshot, JobSet jobSet) {
    return new Snapshot(
        jobSet,
        snapshot.jobs(),
        snapshot.pods(),
        snapshot.service(),
        snapshot.claims(),
        snapshot.refusedResumes(),
        snapshot.gates(),
        snapshot.time());
  }
}
