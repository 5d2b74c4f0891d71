package io.x_k8s.jobset.derived;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The five fields of a Job's Pod template that may change while the Job is suspended (specification
 * of the controller, section 18.3). A resume replaces them whole, so that a key removed from the
 * JobSet disappears from the Job too. Absent fields are empty here.
 *
 * @param labels labels of the Pod template; not modifiable
 * @param annotations annotations of the Pod template; not modifiable
 * @param nodeSelector node selector of the Pods; not modifiable
 * @param tolerations tolerations of the Pods; the list is not modifiable
 * @param schedulingGates scheduling gates of the Pods; the list is not modifiable
 */
public record ResumableFields(
    Map<String, String> labels,
    Map<String, String> annotations,
    Map<String, String> nodeSelector,
    List<Toleration> tolerations,
    List<PodSchedulingGate> schedulingGates) {

  private static final String BATCH_PREFIX = "batch.kubernetes.io/";
  private static final String JOB_NAME = "job-name";
  private static final String CONTROLLER_UID = "controller-uid";

  /** Copies the maps and lists; a null one becomes empty. */
  public ResumableFields {
    labels = copyOf(labels);
    annotations = copyOf(annotations);
    nodeSelector = copyOf(nodeSelector);
    tolerations = copyOf(tolerations);
    schedulingGates = copyOf(schedulingGates);
  }

  /**
   * Reads the fields of a Pod template.
   *
   * @param template the template; null, or one without metadata or spec, has empty fields
   * @return its fields, as they are
   */
  public static ResumableFields of(PodTemplateSpec template) {
    ObjectMeta metadata = template == null ? null : template.getMetadata();
    PodSpec spec = template == null ? null : template.getSpec();
    return new ResumableFields(
        metadata == null ? null : metadata.getLabels(),
        metadata == null ? null : metadata.getAnnotations(),
        spec == null ? null : spec.getNodeSelector(),
        spec == null ? null : spec.getTolerations(),
        spec == null ? null : spec.getSchedulingGates());
  }

  /**
   * Shorthand of {@code of(template).hash()}.
   *
   * @param template a Pod template, may be null
   * @return see {@link #hash()}
   */
  public static String hashOf(PodTemplateSpec template) {
    return of(template).hash();
  }

  /**
   * A hash by which a Job can be compared with what its JobSet wants without keeping the Job. Equal
   * fields have equal hashes, on every machine and in every version of Java. The order of keys,
   * tolerations and gates does not count, nor do the labels that the Job controller adds itself.
   *
   * @return 32 lower-case hexadecimal digits
   */
  public String hash() {
    return ResumableFieldsHash.of(this);
  }

  /**
   * Adds the labels that Kubernetes gives the Pod template of every Job without a manual selector.
   * The selector of the Job needs them, so a replacement of the labels must contain them.
   *
   * @param job name of the Job
   * @param uid UID of the Job
   * @return these fields with the four labels
   */
  public ResumableFields withJobControllerLabels(String job, String uid) {
    Map<String, String> all = new LinkedHashMap<>(labels);
    all.put(JOB_NAME, job);
    all.put(BATCH_PREFIX + JOB_NAME, job);
    all.put(CONTROLLER_UID, uid);
    all.put(BATCH_PREFIX + CONTROLLER_UID, uid);
    return new ResumableFields(all, annotations, nodeSelector, tolerations, schedulingGates);
  }

  /**
   * Whether a label of a Job's Pod template belongs to the Job controller.
   *
   * @param key key of the label
   * @return true for {@code job-name}, {@code controller-uid} and all of {@code
   *     batch.kubernetes.io/}
   */
  public static boolean isJobControllerLabel(String key) {
    return key.equals(JOB_NAME) || key.equals(CONTROLLER_UID) || key.startsWith(BATCH_PREFIX);
  }

  private static Map<String, String> copyOf(Map<String, String> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  private static <T> List<T> copyOf(List<T> list) {
    return list == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(list));
  }
}
