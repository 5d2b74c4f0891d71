package io.x_k8s.jobset.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The worker: a shell with a command, and whatever that starts. */
final class Worker {
  /** Prefix under which the launcher keeps from the agent's JVM what is meant for the worker's. */
  private static final String KEPT = "JOBSET_AGENT_KEPT_";

  private static final int KILL_SECONDS = 2;

  private final String shell;
  private final Process process;

  private Worker(String shell, Process process) {
    this.shell = shell;
    this.process = process;
  }

  /**
   * Starts one with the agent's environment and its standard streams.
   *
   * @throws IOException if the shell cannot be started
   */
  static Worker start(Settings.Mode.MainContainer mode) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(mode.shell(), "-c", mode.command()).inheritIO();
    restore(builder.environment());
    return new Worker(mode.shell(), builder.start());
  }

  static void restore(Map<String, String> environment) {
    for (String name : List.copyOf(environment.keySet())) {
      if (name.startsWith(KEPT)) {
        environment.put(name.substring(KEPT.length()), environment.remove(name));
      }
    }
  }

  /** The exit code, when the shell has ended: 128 + n if signal n ended it. */
  CompletableFuture<Integer> end() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /**
   * Passes a signal on, to all that the worker has started as well: a shell does not.
   *
   * @param signal its name, without SIG
   * @return the shell's exit code, when all of them have ended
   */
  CompletableFuture<Integer> signal(String signal) {
    List<ProcessHandle> all = all();
    CompletableFuture<?>[] ends =
        all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    if (signal.equals("TERM")) {
      all.forEach(ProcessHandle::destroy);
    } else {
      send(signal, all);
    }
    return CompletableFuture.allOf(ends).thenCombine(end(), (ended, code) -> code);
  }

  /** For signals that Java cannot send. */
  private void send(String signal, List<ProcessHandle> receivers) {
    StringBuilder command = new StringBuilder("kill -").append(signal);
    receivers.forEach(receiver -> command.append(' ').append(receiver.pid()));
    try {
      new ProcessBuilder(shell, "-c", command.toString()).inheritIO().start();
    } catch (IOException e) {
      Log.line("signal " + signal + " could not be passed on: " + e.getMessage());
    }
  }

  /**
   * Ends all of it at once; what it has not saved is of an attempt that does not count any more.
   */
  void kill() {
    List<ProcessHandle> all = all();
    all.forEach(ProcessHandle::destroyForcibly);
    CompletableFuture.allOf(
            all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
        .completeOnTimeout(null, KILL_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private List<ProcessHandle> all() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    return all;
  }
}
