package io.x_k8s.jobset.e2e.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The file in a kept cluster's folder that says which process is its operator: the id and, as ids
 * are used again, the start in milliseconds.
 */
final class KeptOperator {

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

  /** The system derives a process's start from its own, with an error of a second or so. */
  private static final Duration CLOCK_ERROR = Duration.ofSeconds(5);

  private final Path file;

  KeptOperator(Path folder) {
    this.file = folder.resolve("operator");
  }

  void write(ProcessHandle operator) throws IOException {
    var start = operator.info().startInstant().orElse(Instant.now());
    Files.writeString(file, "%d %d%n".formatted(operator.pid(), start.toEpochMilli()));
  }

  /** Stops it, if it still runs; by force if it does not end in time. */
  void stop() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    var fields = Files.readString(file).trim().split(" ");
    var start = Instant.ofEpochMilli(Long.parseLong(fields[1]));
    ProcessHandle.of(Long.parseLong(fields[0]))
        .filter(process -> isStartedAt(process, start))
        .ifPresent(KeptOperator::stop);
  }

  private static boolean isStartedAt(ProcessHandle process, Instant start) {
    var actual = process.info().startInstant().orElse(Instant.MIN);
    return Duration.between(start, actual).abs().compareTo(CLOCK_ERROR) < 0;
  }

  private static void stop(ProcessHandle operator) {
    operator.destroy();
    try {
      operator.onExit().get(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      operator.destroyForcibly();
    } catch (InterruptedException e) {
      operator.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
