package io.x_k8s.jobset.client.v1alpha2;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Variables that containers get. The name of the JobSet is known to them, and so are their own
 * indexes; values are put together from these where the Pod starts, so that they are right under a
 * {@code generateName} too. A variable of the template goes before one of the same name here.
 */
final class Environment {

  static final String JOBSET_NAME = "JOBSET_NAME";

  private static final String COMPLETION_INDEX = "batch.kubernetes.io/job-completion-index";

  private final Map<String, EnvVar> variables = new LinkedHashMap<>();

  /** Begins with the name of the JobSet, to which later variables may refer. */
  Environment() {
    fromAnnotation(JOBSET_NAME, JobSetLabels.JOBSET_NAME);
  }

  /** DNS name of a Pod of an Indexed Job, in the terms of these variables. */
  static String host(String replicatedJob, int job, int pod) {
    return "$(%1$s)-%2$s-%3$d-%4$d.$(%1$s)".formatted(JOBSET_NAME, replicatedJob, job, pod);
  }

  static EnvVar variable(String name, String annotation) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath("metadata.annotations['%s']".formatted(annotation))
        .endFieldRef()
        .endValueFrom()
        .build();
  }

  Environment value(String name, Object value) {
    return add(new EnvVarBuilder().withName(name).withValue(String.valueOf(value)).build());
  }

  Environment fromAnnotation(String name, String annotation) {
    return add(variable(name, annotation));
  }

  /** Index of the Pod in its Job. */
  Environment podIndex(String name) {
    return fromAnnotation(name, COMPLETION_INDEX);
  }

  /** Index of the Job in its ReplicatedJob. */
  Environment jobIndex(String name) {
    return fromAnnotation(name, JobSetLabels.JOB_INDEX);
  }

  /** A copy of a Pod template whose containers have these variables before their own. */
  PodTemplateSpec in(PodTemplateSpec pod) {
    var copy = new PodTemplateSpecBuilder(Objects.requireNonNull(pod, "pod")).build();
    if (copy.getSpec() != null && copy.getSpec().getContainers() != null) {
      copy.getSpec().getContainers().forEach(this::addTo);
    }
    return copy;
  }

  private void addTo(Container container) {
    var all = new LinkedHashMap<>(variables);
    Objects.requireNonNullElse(container.getEnv(), List.<EnvVar>of())
        .forEach(variable -> all.put(variable.getName(), variable));
    container.setEnv(new ArrayList<>(all.values()));
  }

  private Environment add(EnvVar variable) {
    variables.put(variable.getName(), variable);
    return this;
  }
}
