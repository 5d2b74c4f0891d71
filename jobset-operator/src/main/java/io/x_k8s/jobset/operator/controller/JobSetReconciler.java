package io.x_k8s.jobset.operator.controller;

import io.x_k8s.jobset.operator.apply.Outcome;
import io.x_k8s.jobset.operator.apply.PlanExecutor;
import io.x_k8s.jobset.operator.observe.ClusterView;
import io.x_k8s.jobset.operator.plan.JobSetPlanner;
import io.x_k8s.jobset.operator.plan.Plan;
import io.x_k8s.jobset.operator.plan.Snapshot;
import io.x_k8s.jobset.operator.plan.TerminalEvent;
import io.x_k8s.jobset.operator.runtime.ObjectKey;
import io.x_k8s.jobset.operator.runtime.Reconciler;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pass over a JobSet: look, plan, act. */
public final class JobSetReconciler implements Reconciler<ObjectKey> {
  private static final Logger LOG = LoggerFactory.getLogger(JobSetReconciler.class);

  private final ClusterView view;
  private final JobSetPlanner planner;
  private final PlanExecutor executor;

  public JobSetReconciler(ClusterView view, JobSetPlanner planner, PlanExecutor executor) {
    this.view = view;
    this.planner = planner;
    this.executor = executor;
  }

  @Override
  public Result reconcile(ObjectKey key) throws ReconcileException {
    Optional<Snapshot> snapshot = view.snapshot(key);
    if (snapshot.isEmpty()) {
      return Result.done();
    }
    TerminalEvent.of(snapshot.get())
        .ifPresent(event -> executor.tellOnce(snapshot.get().jobSet(), event));
    Plan plan = planner.plan(snapshot.get());
    plan.stages().forEach(stage -> LOG.debug("JobSet {}: {}", key, stage));
    return switch (executor.execute(snapshot.get().jobSet(), plan)) {
      case Outcome.Done done -> done.comeBackIn().map(Result::requeueAfter).orElseGet(Result::done);
      case Outcome.Conflict conflict -> {
        executor.refresh(snapshot.get().jobSet());
        throw new ReconcileException.Stale(key);
      }
      case Outcome.Failed failed -> throw new ReconcileException(key, failed.problems());
    };
  }
}
