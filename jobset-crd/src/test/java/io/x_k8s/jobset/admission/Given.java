package io.x_k8s.jobset.admission;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.List;

/** JobSets as tests write them down, and what is said about them. */
final class Given {
  static final AdmissionGates NO_GATES = AdmissionGates.DEFAULT;
  static final AdmissionGates ALL_GATES = new AdmissionGates(true, true, true);
  static final AdmissionGates ELASTIC = new AdmissionGates(false, false, true);

  /** The Job template of a ReplicatedJob that nothing is wrong with. */
  static final String TEMPLATE = jobTemplate("completions: 1, parallelism: 1");

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private Given() {}

  /** A JobSet of one name with the fields of its spec, as YAML in flow style. */
  static JobSet jobSet(String name, String spec) {
    return parse("metadata: {namespace: default, name: " + name + "}\nspec: {" + spec + "}");
  }

  static JobSet jobSet(String spec) {
    return jobSet("js", spec);
  }

  static JobSet parse(String yaml) {
    return SERIALIZATION.unmarshal(yaml, JobSet.class);
  }

  /** ReplicatedJobs that differ in their fields. */
  static String jobs(String... jobs) {
    return "replicatedJobs: [{" + String.join("}, {", jobs) + "}]";
  }

  static String job(String name, String fields) {
    return "name: " + name + ", " + fields + (fields.isEmpty() ? "" : ", ") + TEMPLATE;
  }

  static String job(String name) {
    return job(name, "");
  }

  static String jobTemplate(String jobSpec) {
    return jobTemplate(jobSpec, "");
  }

  static String jobTemplate(String jobSpec, String podSpec) {
    return "template: {spec: {completionMode: Indexed, "
        + jobSpec
        + (jobSpec.isEmpty() ? "" : ", ")
        + "template: {spec: {containers: [{name: main, image: busybox}], "
        + podSpec
        + "}}}}";
  }

  /** What the webhook says to a creation. */
  static List<String> refusals(JobSet jobSet, AdmissionGates gates) {
    return messages(Validation.create(Defaulting.defaulted(jobSet), gates, ExistingClaims.NONE));
  }

  static List<String> refusals(JobSet jobSet) {
    return refusals(jobSet, NO_GATES);
  }

  static List<String> refusals(String spec) {
    return refusals(jobSet(spec));
  }

  /** What the webhook says to a change of the spec. */
  static List<String> refusals(String old, String now, AdmissionGates gates) {
    return messages(
        Validation.update(
            Defaulting.defaulted(jobSet(old)), Defaulting.defaulted(jobSet(now)), gates));
  }

  static List<String> messages(List<FieldError> errors) {
    return errors.stream().map(FieldError::message).toList();
  }

  /** What the webhook says to an invalid example. */
  static List<String> refusalsOf(String example) {
    Manifests manifest = Manifests.named("invalid/" + example);
    return refusals(manifest.jobSet(), manifest.gates());
  }
}
