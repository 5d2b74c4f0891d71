package io.x_k8s.jobset.e2e.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The file in a cluster's folder that names its processes, oldest first: process id, start in
 * milliseconds, and program. It is what a later JVM stops a detached cluster by.
 */
final class ProcessLedger {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(20);

  /** The system derives a process's start from its own, with an error of a second or so. */
  private static final Duration CLOCK_ERROR = Duration.ofSeconds(5);

  private final Path file;

  ProcessLedger(Path folder) {
    this.file = folder.resolve("processes");
  }

  boolean exists() {
    return Files.isRegularFile(file);
  }

  void add(ProcessHandle process, String program) throws IOException {
    var start = process.info().startInstant().orElse(Instant.now());
    Files.writeString(
        file,
        "%d %d %s%n".formatted(process.pid(), start.toEpochMilli(), program),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Stops the processes that still run, the newest first, by force where asking does not help. */
  void stopAll() throws IOException {
    for (String line : exists() ? Files.readAllLines(file).reversed() : List.<String>of()) {
      var fields = line.split(" ");
      running(Long.parseLong(fields[0]), Instant.ofEpochMilli(Long.parseLong(fields[1])))
          .ifPresent(ProcessLedger::stop);
    }
  }

  /** The process, unless it has ended and its id belongs to another one now. */
  private static Optional<ProcessHandle> running(long pid, Instant start) {
    return ProcessHandle.of(pid)
        .filter(
            process ->
                Duration.between(start, process.info().startInstant().orElse(Instant.MIN))
                        .abs()
                        .compareTo(CLOCK_ERROR)
                    < 0);
  }

  // By handle: Process.destroy would also close the lifeline, and the program would end at once.
  private static void stop(ProcessHandle process) {
    process.destroy();
    if (!ends(process)) {
      process.destroyForcibly();
      ends(process);
    }
  }

  private static boolean ends(ProcessHandle process) {
    var end = process.onExit();
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        end.get(POLL.toNanos(), TimeUnit.NANOSECONDS);
        return true;
      } catch (TimeoutException notReported) {
        if (hasNoProgram(process)) {
          return true;
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false; // no more patience, but nothing may be left running
      }
    }
    return false;
  }

  /**
   * Whether all that is left of the process is its exit code, which its parent has not asked for:
   * the parent of a detached one is the system's first process, which in a container takes its time
   * or never asks.
   */
  private static boolean hasNoProgram(ProcessHandle process) {
    return process.info().command().isEmpty();
  }
}
