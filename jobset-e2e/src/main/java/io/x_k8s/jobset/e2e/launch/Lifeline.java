package io.x_k8s.jobset.e2e.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Ties a process to this JVM: when the JVM is gone, however that went, the process gets a SIGTERM.
 * What tells is a pipe, of which the JVM holds one end; the kernel closes it even on SIGKILL.
 */
final class Lifeline {
  /**
   * A shell that leaves somebody in the background who reads the pipe, and becomes the program. A
   * line in the pipe means that the program is to be left alone.
   */
  private static final String SCRIPT =
      "exec 3<&0; (read -r leave <&3 || kill \"$$\") 2>/dev/null & exec \"$@\" </dev/null 3<&-";

  private Lifeline() {}

  /** The command that runs another one tied, as the same process. */
  static List<String> tied(List<String> command) {
    List<String> tied = new ArrayList<>(List.of("sh", "-c", SCRIPT, "lifeline"));
    tied.addAll(command);
    return tied;
  }

  /** From now on the process may outlive this JVM. */
  static void cut(Process tied) throws IOException {
    try (OutputStream pipe = tied.getOutputStream()) {
      pipe.write('\n');
    }
  }
}
