package io.x_k8s.jobset.operator.apply;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.x_k8s.jobset.operator.plan.PlannedEvent;
import io.x_k8s.jobset.operator.runtime.EventRecorder;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what happens to JobSets: by events, and in the log. */
public final class JobSetEvents {
  private static final Logger LOG = LoggerFactory.getLogger(JobSetEvents.class);

  private final EventRecorder events;

  /**
   * @param events where events go
   */
  public JobSetEvents(EventRecorder events) {
    this.events = events;
  }

  /**
   * Tells of an event.
   *
   * @param jobSet what it happened to
   * @param event what happened
   * @param name name of the event object, if it must exist exactly once however often it is told
   */
  public void record(JobSet jobSet, PlannedEvent event, Optional<String> name) {
    LOG.info(
        "JobSet {}/{} (uid {}): {}: {}",
        jobSet.getMetadata().getNamespace(),
        jobSet.getMetadata().getName(),
        jobSet.getMetadata().getUid(),
        event.reason(),
        event.note());
    ObjectReference regarding =
        new ObjectReferenceBuilder()
            .withApiVersion(JobSet.API_VERSION)
            .withKind(JobSet.KIND)
            .withNamespace(jobSet.getMetadata().getNamespace())
            .withName(jobSet.getMetadata().getName())
            .withUid(jobSet.getMetadata().getUid())
            .withResourceVersion(jobSet.getMetadata().getResourceVersion())
            .build();
    events.record(
        new EventRecorder.Occurrence(
            regarding, event.type().text(), event.reason(), event.note(), name));
  }
}
