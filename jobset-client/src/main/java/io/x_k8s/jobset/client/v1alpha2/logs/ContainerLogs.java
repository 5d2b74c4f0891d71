package io.x_k8s.jobset.client.v1alpha2.logs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All logs that are read, or wait to be. */
final class ContainerLogs {

  private final int maxAtOnce;
  private final ContainerLog.Requests requests;
  private final Map<ContainerRun.Id, ContainerLog> logs = new LinkedHashMap<>();
  private boolean begun;
  private boolean closed;

  /**
   * No logs yet.
   *
   * @param maxAtOnce how many are read at the same time
   * @param requests how they are asked for
   */
  ContainerLogs(int maxAtOnce, ContainerLog.Requests requests) {
    this.maxAtOnce = maxAtOnce;
    this.requests = requests;
  }

  /** Takes in which runs there are now. What is read of others is read to its end. */
  synchronized void update(List<ContainerRun> runs) {
    var now = runs.stream().collect(Collectors.toMap(ContainerRun::id, Function.identity()));
    logs.forEach(
        (id, log) -> Optional.ofNullable(now.get(id)).ifPresentOrElse(log::update, log::abandon));
    logs.values().removeIf(log -> log.isFinished() && log.isInThePast());
    var wasThereBefore = !begun;
    begun = true;
    runs.forEach(
        run ->
            logs.computeIfAbsent(
                run.id(), unknown -> new ContainerLog(run, wasThereBefore, requests)));
  }

  /**
   * Opens the logs that wait, as many as are allowed.
   *
   * @throws IllegalStateException if some would have to wait until others end that go on
   */
  synchronized void open() {
    var open = new ArrayList<>(logs.values().stream().filter(ContainerLog::isOpen).toList());
    for (var waiting : logs.values()) {
      if (closed || !waiting.isWaiting() || waiting.retryAt() - System.nanoTime() > 0) {
        continue;
      }
      if (open.size() < maxAtOnce) {
        waiting.open();
        open.add(waiting);
      } else if (open.stream().noneMatch(ContainerLog::isEnding)) {
        throw new IllegalStateException(
            "More than %d containers run, and no more logs are read at once: choose one ReplicatedJob, or allow more with LogOptions.maxAtOnce."
                .formatted(maxAtOnce));
      }
    }
  }

  /** The lines that have arrived, of each log in their order. */
  synchronized List<LogLine> advance() {
    return logs.values().stream().flatMap(one -> one.advance().stream()).toList();
  }

  /** Whether there is nothing left to be read of the runs that are known. */
  synchronized boolean areFinished() {
    return logs.values().stream().allMatch(ContainerLog::isFinished);
  }

  /** When the first of the logs that wait may be opened: a value of {@link System#nanoTime}. */
  synchronized OptionalLong nextRetry() {
    return logs.values().stream()
        .filter(ContainerLog::isWaiting)
        .mapToLong(ContainerLog::retryAt)
        .min();
  }

  synchronized void close() {
    closed = true;
    logs.values().forEach(ContainerLog::close);
  }
}
