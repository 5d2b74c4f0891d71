package io.x_k8s.jobset.client.v1alpha2;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.x_k8s.jobset.client.internal.Attempt;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.util.List;
import java.util.Map;

/** Reads what there is around a JobSet. Namesakes of earlier JobSets may be among it. */
final class RelatedObjects {

  static final String JOBS = "jobs.batch";
  static final String PODS = "pods";
  static final String EVENTS = "events";

  private static final String KIND = "involvedObject.kind";

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final String uid;

  RelatedObjects(KubernetesClient client, JobSet jobSet) {
    this.client = client;
    this.namespace = jobSet.getMetadata().getNamespace();
    this.name = jobSet.getMetadata().getName();
    this.uid = jobSet.getMetadata().getUid();
  }

  List<Job> jobs() {
    var jobs = client.batch().v1().jobs().inNamespace(namespace);
    return list(JOBS).run(() -> jobs.withLabel(JobSetLabels.JOBSET_NAME, name).list().getItems());
  }

  List<Pod> pods() {
    var pods = client.pods().inNamespace(namespace);
    return list(PODS).run(() -> pods.withLabel(JobSetLabels.JOBSET_NAME, name).list().getItems());
  }

  List<Event> eventsOfJobSet() {
    return events(Map.of("involvedObject.uid", uid));
  }

  /** Refusals of Pods, of whatever Job of the namespace. */
  List<Event> refusalsOfPods() {
    return events(Map.of(KIND, "Job", "reason", "FailedCreate"));
  }

  /** Of whatever Pod of the namespace. */
  List<Event> warningsOfPods() {
    return events(Map.of(KIND, "Pod", "type", "Warning"));
  }

  private List<Event> events(Map<String, String> fields) {
    var events = client.v1().events().inNamespace(namespace);
    return list(EVENTS).run(() -> events.withFields(fields).list().getItems());
  }

  private Attempt list(String resource) {
    return new Attempt("list", resource, namespace);
  }
}
