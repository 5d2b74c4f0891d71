package io.x_k8s.jobset.client.v1alpha2.logs;

import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The log of one run of a container, over lost connections. */
final class ContainerLog {

  /** How logs are asked for. */
  interface Requests {

    /** Whether a log is read until its run is over, and not only as far as it goes now. */
    boolean areFollowing();

    /**
     * Asks for a log.
     *
     * @param run whose log
     * @param position where it was read to
     * @param wasThereBefore whether the run was there when the reading began
     * @return what will arrive
     */
    LogStream open(ContainerRun run, LogPosition position, boolean wasThereBefore);

    /** Ends the reading by an exception, or lets it be tried again. */
    void refused(ContainerRun run, LogStream.Refusal refusal);

    /** The same, for the loss of a connection, after so many of them in a row. */
    void torn(ContainerRun run, Throwable failure, int failures);
  }

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int LONGEST_PAUSE_DOUBLINGS = 5;

  private final Requests requests;
  private final boolean wasThereBefore;
  private final LogPosition position;
  private ContainerRun run;
  private Optional<LogStream> stream = Optional.empty();
  private long retryAt = System.nanoTime();
  private int failures;
  private boolean readToTheEnd;
  private boolean finished;
  private boolean inThePast;

  ContainerLog(ContainerRun run, boolean wasThereBefore, Requests requests) {
    this.run = run;
    this.wasThereBefore = wasThereBefore;
    this.requests = requests;
    this.position = new LogPosition(run);
  }

  /** Tells what has become of the run. */
  void update(ContainerRun latest) {
    run = latest;
    finished |= readToTheEnd && run.over() && stream.isEmpty();
  }

  /** Tells that the run belongs to the past. What is open is read to its end. */
  void abandon() {
    inThePast = true;
    run = run.inThePast();
    finished |= stream.isEmpty();
  }

  boolean isFinished() {
    return finished;
  }

  boolean isInThePast() {
    return inThePast;
  }

  boolean isOpen() {
    return stream.isPresent();
  }

  boolean isWaiting() {
    return !finished && stream.isEmpty();
  }

  /** Whether it will end by itself soon. */
  boolean isEnding() {
    return run.over() || run.leaving();
  }

  /** When it may be opened again, if it is waiting: a value of {@link System#nanoTime}. */
  long retryAt() {
    return retryAt;
  }

  void open() {
    position.begin();
    readToTheEnd = false;
    stream = Optional.of(requests.open(run, position, wasThereBefore));
  }

  /** The lines that have arrived; also notices the end. */
  List<LogLine> advance() {
    if (stream.isEmpty()) {
      return List.of();
    }
    var current = stream.get();
    var lines = current.take().stream().flatMap(text -> position.line(text).stream()).toList();
    if (!lines.isEmpty()) {
      failures = 0;
    }
    if (current.isAtEnd()) {
      stream = Optional.empty();
      end(current);
    }
    return lines;
  }

  void close() {
    stream.ifPresent(LogStream::cancel);
    stream = Optional.empty();
    finished = true;
  }

  private void end(LogStream ended) {
    var refusal = ended.refusal();
    if (refusal.filter(ContainerLog::isGone).isPresent()) {
      finished = true;
      return;
    }
    readToTheEnd = refusal.isEmpty() && ended.failure().isEmpty();
    finished = readToTheEnd && (run.over() || !requests.areFollowing());
    retryAt =
        System.nanoTime()
            + FIRST_PAUSE.toNanos() * (1L << Math.min(failures, LONGEST_PAUSE_DOUBLINGS));
    failures++;
    refusal.ifPresent(answer -> requests.refused(run, answer));
    ended.failure().ifPresent(failure -> requests.torn(run, failure, failures));
  }

  private static boolean isGone(LogStream.Refusal refusal) {
    return refusal.code() == HttpURLConnection.HTTP_NOT_FOUND;
  }
}
