package io.x_k8s.jobset.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.x_k8s.jobset.derived.ResumableFields;
import io.x_k8s.jobset.operator.features.FeatureGate;
import io.x_k8s.jobset.operator.features.FeatureGates;
import io.x_k8s.jobset.operator.plan.Action.FieldChange;
import io.x_k8s.jobset.operator.plan.JobRecord.JobRestartAttempt;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The little that plans need of an API server: it carries them out on objects in memory, pass after
 * pass. Nobody else is there: tests play the Job controller (Pods get ready, Jobs end) and the
 * garbage collector (a deleted Job stays until it is finalized).
 */
final class PlannerSimulation {
  private static final int MANY_PASSES = 50;

  private final Map<String, Child> children = new TreeMap<>();
  private final Set<String> claims = new HashSet<>();
  private final Set<String> refusedResumes = new HashSet<>();
  private final List<String> events = new ArrayList<>();
  private JobSet jobSet;
  private FeatureGates gates = FeatureGates.DEFAULTS;
  private Optional<ServiceRecord> service = Optional.empty();
  private Instant time = Scene.NOW;
  private int lastUid;

  private PlannerSimulation(JobSet jobSet) {
    this.jobSet = jobSet;
  }

  static PlannerSimulation of(JobSetBuilder jobSet, FeatureGate... gates) {
    PlannerSimulation simulation = new PlannerSimulation(jobSet.build());
    for (FeatureGate gate : gates) {
      simulation.gates = simulation.gates.with(gate);
    }
    return simulation;
  }

  /** Repeats passes until one has nothing to do. */
  PlannerSimulation settle() {
    for (int i = 0; i < MANY_PASSES; i++) {
      if (!pass(true)) {
        return this;
      }
    }
    throw new AssertionError("no rest after %d passes: %s".formatted(MANY_PASSES, events));
  }

  /** One pass whose status write comes too late. */
  PlannerSimulation passWithConflict() {
    pass(false);
    return this;
  }

  private boolean pass(boolean writeStatus) {
    time = time.plusSeconds(1);
    PlannedPass pass = plan();
    assertThat(pass.plan().problem()).isEmpty();
    for (Stage stage : pass.plan().stages()) {
      stage.actions().forEach(this::carryOut);
    }
    Optional<StatusWrite> write = pass.write();
    if (write.isPresent() && writeStatus) {
      jobSet = new JobSetBuilder(jobSet).withStatus(write.get().status()).build();
      write.get().events().forEach(event -> events.add(event.reason()));
    }
    return write.isPresent() || !pass.plan().stages().isEmpty();
  }

  /** What the next pass would do. */
  PlannedPass plan() {
    Snapshot snapshot =
        new Snapshot(
            jobSet,
            children.values().stream().map(Child::read).toList(),
            List.of(),
            service,
            Set.copyOf(claims),
            Set.copyOf(refusedResumes),
            gates,
            time);
    return new PlannedPass(snapshot.status(), new JobSetPlanner().plan(snapshot));
  }

  private void carryOut(Action action) {
    switch (action) {
      case Action.CreateJob create -> {
        Job job = create.job().get();
        assertThat(job.getMetadata().getName()).isEqualTo(create.name());
        Child before = children.put(create.name(), new Child(job, "uid-" + ++lastUid));
        assertThat(before).as("the name %s must be free", create.name()).isNull();
      }
      case Action.DeleteJob delete -> {
        Child child = child(delete.name());
        assertThat(child.uid).isEqualTo(delete.uid());
        assertThat(child.deleting).as("%s is deleted once", delete.name()).isFalse();
        child.deleting = true;
      }
      case Action.PatchJob patch -> {
        Child child = child(patch.name());
        assertThat(child.uid).isEqualTo(patch.uid());
        if (patch.clearStartTime()) {
          assertThat(child.job.getSpec().getSuspend()).isTrue();
          child.started = false;
        }
        patch.changes().forEach(child::change);
      }
      case Action.CreateService create -> {
        assertThat(service).isEmpty();
        service =
            Optional.of(
                new ServiceRecord(
                    "default",
                    create.service().getMetadata().getName(),
                    "service-uid",
                    "1",
                    JobSets.UID,
                    JobSets.NAME));
      }
      case Action.CreateClaim create ->
          assertThat(claims.add(create.claim().getMetadata().getName())).isTrue();
      case Action.DeleteJobSet delete ->
          throw new AssertionError("nothing here asks for an end of the JobSet");
    }
  }

  PlannerSimulation edit(UnaryOperator<JobSetBuilder> change) {
    jobSet = change.apply(new JobSetBuilder(jobSet)).build();
    return this;
  }

  PlannerSimulation suspend(boolean suspend) {
    return edit(builder -> builder.editSpec().withSuspend(suspend).endSpec());
  }

  /** All Pods of these Jobs run and are ready. */
  PlannerSimulation ready(String... names) {
    for (String name : names) {
      child(name).run(1);
    }
    return this;
  }

  /** The Pods of these Jobs run but are not ready. */
  PlannerSimulation unready(String... names) {
    for (String name : names) {
      child(name).run(0);
    }
    return this;
  }

  PlannerSimulation complete(String... names) {
    for (String name : names) {
      child(name).end(new JobFinish(JobFinish.Outcome.COMPLETE, "Done", "", Optional.of(time)));
    }
    return this;
  }

  PlannerSimulation fail(String name, String reason) {
    child(name).end(new JobFinish(JobFinish.Outcome.FAILED, reason, "", Optional.of(time)));
    return this;
  }

  PlannerSimulation fail(String name) {
    return fail(name, "BackoffLimitExceeded");
  }

  /** The Job controller stops the Pods of suspended Jobs and says so. */
  PlannerSimulation reportSuspensions() {
    for (Child child : children.values()) {
      if (Boolean.TRUE.equals(child.job.getSpec().getSuspend())) {
        child.run(0);
        child.active = 0;
        child.reportsSuspended = true;
      }
    }
    return this;
  }

  /** The Pods of so many deleted Jobs are gone, and so are the Jobs. */
  PlannerSimulation finalizeJobs(int count) {
    List<String> deleting =
        children.values().stream()
            .filter(child -> child.deleting)
            .map(Child::name)
            .limit(count)
            .toList();
    assertThat(deleting).hasSize(count);
    deleting.forEach(children::remove);
    return this;
  }

  /** Somebody deletes a Job, and it is gone at once. */
  PlannerSimulation lose(String name) {
    assertThat(children.remove(name)).isNotNull();
    return this;
  }

  PlannerSimulation refuseToResume(String name) {
    refusedResumes.add(child(name).uid);
    return this;
  }

  Set<String> jobs() {
    return new TreeSet<>(children.keySet());
  }

  String[] jobsOf(String replicatedJob) {
    return children.values().stream()
        .map(Child::name)
        .filter(name -> name.startsWith(JobSets.NAME + "-" + replicatedJob + "-"))
        .toArray(String[]::new);
  }

  String uid(String name) {
    return child(name).uid;
  }

  boolean isDeleting(String name) {
    return child(name).deleting;
  }

  boolean isOver(String name) {
    return child(name).finish.isPresent();
  }

  boolean isSuspended(String name) {
    return child(name).job.getSpec().getSuspend();
  }

  PodTemplateSpec template(String name) {
    return child(name).job.getSpec().getTemplate();
  }

  String label(String name, String key) {
    return child(name).job.getMetadata().getLabels().get(key);
  }

  /** Number of Jobs by the attempt that they were made for. */
  Map<Integer, Integer> jobsByAttempt() {
    Map<Integer, Integer> result = new TreeMap<>();
    children
        .values()
        .forEach(
            child -> result.merge(child.read().restartAttempt().orElseThrow(), 1, Integer::sum));
    return result;
  }

  JobSetStatus status() {
    return jobSet.getStatus();
  }

  ReplicatedJobStatus counts(String replicatedJob) {
    return status().getReplicatedJobsStatus().stream()
        .filter(counts -> replicatedJob.equals(counts.getName()))
        .findFirst()
        .orElseThrow();
  }

  /** A condition as {@code True/Reason}, or {@code absent}. */
  String condition(String type) {
    return status().getConditions() == null
        ? "absent"
        : Conditions.find(status().getConditions(), type)
            .map(condition -> condition.getStatus() + "/" + condition.getReason())
            .orElse("absent");
  }

  /** Reasons of the events told with status writes. */
  List<String> events() {
    return List.copyOf(events);
  }

  private Child child(String name) {
    Child child = children.get(name);
    assertThat(child).as("%s of %s", name, children.keySet()).isNotNull();
    return child;
  }

  private static final class Child {
    private final Job job;
    private final String uid;
    private Optional<JobFinish> finish = Optional.empty();
    private boolean deleting;
    private boolean started;
    private boolean reportsSuspended;
    private int active;
    private int ready;

    private Child(Job built, String uid) {
      this.job = new JobBuilder(built).build();
      this.uid = uid;
    }

    private String name() {
      return job.getMetadata().getName();
    }

    private void run(int ready) {
      this.active = 1;
      this.ready = ready;
      this.started = true;
    }

    private void end(JobFinish finish) {
      this.finish = Optional.of(finish);
      this.active = 0;
      this.ready = 0;
    }

    @SuppressWarnings("unchecked") // The paths say what the values are.
    private void change(FieldChange change) {
      PodTemplateSpec template = job.getSpec().getTemplate();
      switch (change.path()) {
        case "/spec/suspend" -> {
          job.getSpec().setSuspend((Boolean) change.value());
          reportsSuspended &= job.getSpec().getSuspend();
        }
        case "/spec/parallelism" -> job.getSpec().setParallelism((Integer) change.value());
        case "/spec/completions" -> job.getSpec().setCompletions((Integer) change.value());
        case "/spec/template/metadata/labels" ->
            changeable(template).getMetadata().setLabels((Map<String, String>) change.value());
        case "/spec/template/metadata/annotations" ->
            changeable(template).getMetadata().setAnnotations((Map<String, String>) change.value());
        case "/spec/template/spec/nodeSelector" ->
            changeable(template).getSpec().setNodeSelector((Map<String, String>) change.value());
        case "/spec/template/spec/tolerations" ->
            changeable(template).getSpec().setTolerations((List<Toleration>) change.value());
        case "/spec/template/spec/schedulingGates" ->
            changeable(template)
                .getSpec()
                .setSchedulingGates((List<PodSchedulingGate>) change.value());
        default -> throw new AssertionError("no such field: " + change.path());
      }
    }

    /** The rule of Kubernetes 1.36, the strictest. */
    private PodTemplateSpec changeable(PodTemplateSpec template) {
      assertThat(job.getSpec().getSuspend() && !started && reportsSuspended)
          .as("the Pod template of %s may change", name())
          .isTrue();
      return template;
    }

    private JobRecord read() {
      Map<String, String> labels = new LinkedHashMap<>(job.getMetadata().getLabels());
      String jobAttempt = labels.get(JobSetLabels.JOB_RESTART_ATTEMPT);
      return new JobRecord(
          "default",
          name(),
          uid,
          "1",
          JobSets.UID,
          labels.get(JobSetLabels.REPLICATEDJOB_NAME),
          OptionalInt.of(Integer.parseInt(labels.get(JobSetLabels.JOB_INDEX))),
          OptionalInt.of(Integer.parseInt(labels.get(JobSetLabels.RESTART_ATTEMPT))),
          jobAttempt == null
              ? new JobRestartAttempt.Absent()
              : new JobRestartAttempt.Known(Integer.parseInt(jobAttempt)),
          finish,
          reportsSuspended,
          active,
          ready,
          0,
          job.getSpec().getSuspend(),
          job.getSpec().getParallelism(),
          OptionalInt.of(job.getSpec().getCompletions()),
          started,
          deleting,
          ResumableFields.hashOf(job.getSpec().getTemplate()));
    }
  }
}
