package io.x_k8s.jobset.examples;

import io.x_k8s.jobset.client.v1alpha2.JobSetProgress;
import io.x_k8s.jobset.client.v1alpha2.ReplicatedJobProgress;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.io.PrintStream;
import java.util.stream.Collectors;

/** Shows a JobSet's progress: on a terminal in one line that changes, elsewhere line by line. */
final class ProgressLine {

  private static final String TO_START_OF_LINE_AND_CLEAR = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private String shown = "";

  ProgressLine(PrintStream out) {
    this.out = out;
    // There is a console only if neither input nor output is redirected.
    this.terminal = out == System.out && System.console() != null;
  }

  void show(JobSet jobSet) {
    var line = describe(JobSetProgress.of(jobSet));
    if (line.equals(shown)) {
      return;
    }
    shown = line;
    if (terminal) {
      out.print(TO_START_OF_LINE_AND_CLEAR + line);
      out.flush();
    } else {
      out.println(line);
    }
  }

  /** Leaves the last state on the screen. */
  void end() {
    if (terminal) {
      out.println();
    }
  }

  private static String describe(JobSetProgress progress) {
    var line =
        progress.replicatedJobs().stream()
            .map(ProgressLine::describe)
            .collect(Collectors.joining(" | "));
    return progress.restarts() == 0 ? line : line + " | restarts " + progress.restarts();
  }

  private static String describe(ReplicatedJobProgress job) {
    return "%s ready %d active %d succeeded %d/%d"
        .formatted(job.name(), job.ready(), job.active(), job.succeeded(), job.replicas());
  }
}
