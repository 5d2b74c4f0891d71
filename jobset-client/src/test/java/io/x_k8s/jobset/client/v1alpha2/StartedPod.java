package io.x_k8s.jobset.client.v1alpha2;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a container sees when its Pod is started: the work of the Job controller, which adds the
 * completion index, and of the kubelet, which looks fields up and expands references.
 */
record StartedPod(Job job, int index) {

  private static final String COMPLETION_INDEX = "batch.kubernetes.io/job-completion-index";
  private static final Pattern FIELD = Pattern.compile("metadata\\.annotations\\['(.+)']");

  /** The variables, in the order in which they are defined. */
  Map<String, String> environment() {
    var environment = new LinkedHashMap<String, String>();
    for (var variable : container().getEnv()) {
      environment.put(variable.getName(), value(variable, environment));
    }
    environment.put("JOB_COMPLETION_INDEX", String.valueOf(index));
    return environment;
  }

  /** Runs the command, and gives what it writes. */
  String output() {
    var environment = environment();
    var command =
        Stream.of(container().getCommand(), container().getArgs())
            .flatMap(List::stream)
            .map(argument -> expanded(argument, environment))
            .toList();
    var process = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true);
    process.environment().putAll(environment);
    try {
      return new String(process.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Container container() {
    return job.getSpec().getTemplate().getSpec().getContainers().get(0);
  }

  private String value(EnvVar variable, Map<String, String> before) {
    if (variable.getValueFrom() == null) {
      return expanded(variable.getValue(), before);
    }
    var field = FIELD.matcher(variable.getValueFrom().getFieldRef().getFieldPath());
    if (!field.matches()) {
      throw new IllegalArgumentException("not known here: " + variable);
    }
    return field.group(1).equals(COMPLETION_INDEX)
        ? String.valueOf(index)
        : job.getSpec().getTemplate().getMetadata().getAnnotations().get(field.group(1));
  }

  /** As Kubernetes documents it: unknown references stay, and $$ is an escaped $. */
  private static String expanded(String text, Map<String, String> variables) {
    var result = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      var end = text.indexOf(')', at);
      if (text.startsWith("$$", at)) {
        result.append('$');
        at++;
      } else if (text.startsWith("$(", at) && end > 0) {
        var name = text.substring(at + 2, end);
        result.append(variables.getOrDefault(name, "$(" + name + ")"));
        at = end;
      } else {
        result.append(text.charAt(at));
      }
    }
    return result.toString();
  }
}
