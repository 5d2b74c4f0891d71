package io.x_k8s.jobset.client.v1alpha2;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Numbers Pods over several Jobs, by a shell that calculates, sets the variables, and becomes the
 * container's own command.
 *
 * @param jobIndex variable with the index of the Job
 * @param podsPerJob how many Pods each Job has
 * @param variables what the number is to be called
 */
record Numbering(String jobIndex, int podsPerJob, List<String> variables) {

  /** The Job controller sets it in the containers of Indexed Jobs. */
  private static final String POD_INDEX = "JOB_COMPLETION_INDEX";

  /** Changes the template, which is the caller's own copy. */
  PodTemplateSpec in(PodTemplateSpec pod) {
    if (pod.getSpec() != null && pod.getSpec().getContainers() != null) {
      pod.getSpec().getContainers().forEach(this::startByShell);
    }
    return pod;
  }

  private void startByShell(Container container) {
    var command = Objects.requireNonNullElse(container.getCommand(), List.<String>of());
    if (command.isEmpty()) {
      throw new IllegalArgumentException(
          "Container %s must name its command: to number Pods over several Jobs, a shell has to start it."
              .formatted(container.getName()));
    }
    var arguments = Objects.requireNonNullElse(container.getArgs(), List.<String>of());
    container.setCommand(new ArrayList<>(List.of("/bin/sh", "-c", script(), "sh")));
    container.setArgs(
        Stream.of(command, arguments)
            .flatMap(List::stream)
            .collect(Collectors.toCollection(ArrayList::new)));
  }

  /** Kubernetes itself reads $(…); a doubled dollar is one for the shell. */
  private String script() {
    var number = "$$((%s * %d + %s))".formatted(jobIndex, podsPerJob, POD_INDEX);
    return variables.stream()
        .map(variable -> "export %s=%s".formatted(variable, number))
        .collect(Collectors.joining("; ", "", "; exec \"$@\""));
  }
}
