package io.x_k8s.jobset.operator.plan;

import io.x_k8s.jobset.derived.ChildJobTemplate;
import io.x_k8s.jobset.derived.ResumableFields;
import io.x_k8s.jobset.names.JobIndexes;
import io.x_k8s.jobset.operator.plan.Action.DeleteJob;
import io.x_k8s.jobset.operator.plan.Action.FieldChange;
import io.x_k8s.jobset.operator.plan.Action.PatchJob;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets suspended Jobs run with what their ReplicatedJob now says. Five fields of the Pod template
 * may have changed meanwhile; they are replaced as a whole, so that nothing of an earlier placement
 * stays behind.
 *
 * <p>API servers let a Job's Pod template change only while it is suspended and has not started;
 * since 1.36 the Job controller must also have said so by the condition {@code Suspended}. Waiting
 * for that condition suits all of them. A Job that may not change all the same is made anew.
 */
final class Resumption {
  private final Snapshot now;
  private final ChildJobCreation creation;
  private final List<Action> actions = new ArrayList<>();
  private boolean waits;

  private Resumption(Snapshot now, ChildJobs children) {
    this.now = now;
    this.creation = new ChildJobCreation(now, children);
  }

  /**
   * Plans the resumption of the Jobs whose turn it is.
   *
   * @return whether some of them have to wait for the Job controller
   */
  static boolean plan(Snapshot now, ChildJobs children, StartupOrder startupOrder, PlanDraft plan) {
    Resumption resumption = new Resumption(now, children);
    for (ReplicatedJob replicatedJob : startupOrder.resumable()) {
      resumption.resume(
          replicatedJob,
          children.active().stream()
              .filter(job -> job.replicatedJob().equals(replicatedJob.getName()))
              .filter(job -> job.suspend() && !job.deleting())
              .toList());
    }
    resumption.runAsTheyAre(children.active());
    plan.stage(resumption.actions, Optional.empty());
    return resumption.waits;
  }

  private void resume(ReplicatedJob replicatedJob, List<JobRecord> jobs) {
    if (jobs.isEmpty()) {
      return;
    }
    ChildJobTemplate template = creation.template(replicatedJob);
    for (JobRecord job : jobs) {
      int index = job.index().orElse(-1);
      if (index < 0 || index >= JobIndexes.replicasOf(replicatedJob)) {
        run(job);
      } else {
        resume(
            job,
            template.resumableFields(
                index, creation.jobRestartAttempt(replicatedJob, index), job.uid()));
      }
    }
  }

  /** Nobody knows what a Job should look like that belongs to no ReplicatedJob. */
  private void runAsTheyAre(List<JobRecord> jobs) {
    Set<String> replicatedJobs =
        now.replicatedJobs().stream().map(ReplicatedJob::getName).collect(Collectors.toSet());
    jobs.stream()
        .filter(job -> job.suspend() && !job.deleting())
        .filter(job -> !replicatedJobs.contains(job.replicatedJob()))
        .forEach(this::run);
  }

  private void run(JobRecord job) {
    actions.add(patch(job, List.of(RUN)));
  }

  private void resume(JobRecord job, ResumableFields wanted) {
    if (wanted.hash().equals(job.resumableFieldsHash())) {
      run(job);
    } else if (now.refusedResumes().contains(job.uid())) {
      actions.add(new DeleteJob(job.name(), job.uid()));
      waits = true;
    } else if (job.reportsSuspended() && job.active() == 0) {
      actions.add(patch(job, changes(wanted)));
    } else {
      waits = true;
    }
  }

  private static PatchJob patch(JobRecord job, List<FieldChange> changes) {
    return new PatchJob(job.name(), job.uid(), job.started(), changes, "resumption");
  }

  private static final FieldChange RUN = new FieldChange("/spec/suspend", false);

  private static List<FieldChange> changes(ResumableFields wanted) {
    return List.of(
        new FieldChange("/spec/template/metadata/labels", wanted.labels()),
        new FieldChange("/spec/template/metadata/annotations", wanted.annotations()),
        new FieldChange("/spec/template/spec/nodeSelector", wanted.nodeSelector()),
        new FieldChange("/spec/template/spec/tolerations", wanted.tolerations()),
        new FieldChange("/spec/template/spec/schedulingGates", wanted.schedulingGates()),
        RUN);
  }
}
