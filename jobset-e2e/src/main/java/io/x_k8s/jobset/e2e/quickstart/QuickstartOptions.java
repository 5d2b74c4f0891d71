package io.x_k8s.jobset.e2e.quickstart;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * What the quickstart was asked for.
 *
 * @param currentContext uses the cluster of the current kubeconfig, instead of a local one
 * @param keep leaves cluster and operator running
 * @param stop folder of a kept cluster, which is to be stopped; nothing else is done then
 */
record QuickstartOptions(boolean currentContext, boolean keep, Optional<Path> stop) {

  /**
   * Reads the command line.
   *
   * @throws QuickstartException if it is not understood
   */
  static QuickstartOptions parse(List<String> arguments) {
    var rest = new ArrayDeque<>(arguments);
    var currentContext = false;
    var keep = false;
    Optional<Path> stop = Optional.empty();
    while (!rest.isEmpty()) {
      var option = rest.pop();
      switch (option) {
        case "--current-context" -> currentContext = true;
        case "--keep" -> keep = true;
        case "--stop" -> {
          if (rest.isEmpty()) {
            throw new QuickstartException("--stop needs the folder that --keep has told.");
          }
          stop = Optional.of(Path.of(rest.pop()).toAbsolutePath());
        }
        default ->
            throw new QuickstartException(
                "Unknown option %s; ./quickstart --help lists them.".formatted(option));
      }
    }
    if (stop.isPresent() && (currentContext || keep)) {
      throw new QuickstartException("--stop goes with no other option.");
    }
    return new QuickstartOptions(currentContext, keep, stop);
  }
}
