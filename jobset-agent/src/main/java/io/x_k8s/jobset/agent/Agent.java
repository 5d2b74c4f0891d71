package io.x_k8s.jobset.agent;

import io.x_k8s.jobset.agent.Barrier.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/** Follows the JobSet and does what the {@link Barrier} says. */
final class Agent {
  private static final int SHORTEST_WATCH_SECONDS = 300;
  private static final int LONGEST_WATCH_SECONDS = 600;
  private static final Duration SHORTEST_WATCH = Duration.ofSeconds(2);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
  private static final int MOST_DOUBLINGS = 5;
  private static final int FAILURES_PER_LINE = 10;

  private final Settings settings;
  private final ApiServer server;
  private final Ending ending;
  private final Patience patience;
  private final LongSupplier nanoTime;
  private Barrier barrier = Barrier.AT_START;
  private int failures;

  /**
   * @param patience how long to bear what somebody has to put right, while the worker is held back
   * @param nanoTime a clock
   */
  Agent(
      Settings settings,
      ApiServer server,
      Ending ending,
      Duration patience,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.server = server;
    this.ending = ending;
    this.nanoTime = nanoTime;
    this.patience = new Patience(patience, nanoTime);
  }

  /**
   * Works until the process ends.
   *
   * @return why it must, unless something else ends it
   */
  String run() {
    while (true) {
      try {
        follow();
      } catch (Refused e) {
        if (e.isLasting()) {
          bear(e.getMessage());
        }
        failed(e);
      } catch (IOException | NumberFormatException e) {
        failed(e);
      }
      server.disconnect();
      try {
        ending.await(pause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return "interrupted";
      }
    }
  }

  /** Looks at the JobSet and follows its changes until the watch ends. */
  private void follow() throws IOException {
    Listing listing = server.list();
    if (listing.jobSet().isPresent()) {
      apply(listing.jobSet().get());
    } else {
      bear("JobSet " + settings.jobSet() + " does not exist");
    }
    Duration atMost = listing.jobSet().isPresent() ? watchTime() : LOOK_AGAIN;
    long opened = nanoTime.getAsLong();
    try (ApiServer.Watch watch = server.watch(listing.resourceVersion(), atMost)) {
      for (Optional<WatchEvent> event = watch.next(); event.isPresent(); event = watch.next()) {
        works();
        switch (event.get()) {
          case WatchEvent.Changed changed -> apply(changed.jobSet());
          case WatchEvent.Deleted deleted -> {
            bear("JobSet " + settings.jobSet() + " has been deleted");
            return;
          }
          case WatchEvent.Bookmark bookmark -> {}
        }
      }
    }
    if (nanoTime.getAsLong() - opened < SHORTEST_WATCH.toNanos()) {
      throw new IOException("the API server has ended the watch at once");
    }
    works();
  }

  private Duration watchTime() {
    return Duration.ofSeconds(
        ThreadLocalRandom.current().nextInt(SHORTEST_WATCH_SECONDS, LONGEST_WATCH_SECONDS));
  }

  private void apply(JobSetState jobSet) throws IOException {
    while (true) {
      switch (barrier.next(jobSet)) {
        case Step.Nothing nothing -> {
          patience.forget();
          return;
        }
        case Step.Claim claim -> {
          server.tellAttempt(claim.attempt());
          barrier = barrier.claimed(claim.attempt());
          Log.line("attempt " + claim.attempt() + ": waiting for the other Pods");
        }
        case Step.Lower lower -> {
          barrier = barrier.lowered();
          lower(jobSet);
        }
        case Step.Restart restart -> {
          ending.restart(
              settings.restartExitCode(),
              "attempt %d is outdated: exit code %d asks for a restart"
                  .formatted(barrier.attempt().getAsInt(), settings.restartExitCode()));
          return;
        }
      }
    }
  }

  private void lower(JobSetState jobSet) {
    Log.line(
        jobSet.bypassed()
            ? "the JobSet does not restart in place: the worker begins at once"
            : "all Pods are in attempt %d: the worker begins"
                .formatted(barrier.attempt().getAsInt()));
    try {
      switch (settings.mode()) {
        case Settings.Mode.MainContainer main -> ending.start(() -> Worker.start(main));
        case Settings.Mode.Sidecar sidecar ->
            StartupProbe.start(
                sidecar, e -> ending.fail("the startup probe has failed: " + e.getMessage()));
      }
    } catch (IOException e) {
      ending.fail(
          switch (settings.mode()) {
            case Settings.Mode.MainContainer main ->
                "the worker could not be started by %s: %s".formatted(main.shell(), e.getMessage());
            case Settings.Mode.Sidecar sidecar ->
                "the startup probe cannot listen on port %d: %s"
                    .formatted(sidecar.port(), e.getMessage());
          });
    }
  }

  /** A worker at work does not end because somebody took a right or the JobSet away. */
  private void bear(String trouble) {
    if (barrier.up() && patience.isOver(trouble)) {
      ending.fail(
          trouble + ", and nobody has changed that; the next start of the container tries again");
    }
  }

  private void works() {
    if (failures >= FAILURES_PER_LINE) {
      Log.line("the API server answers again");
    }
    failures = 0;
  }

  private void failed(Exception e) {
    if (failures++ % FAILURES_PER_LINE == 0) {
      Log.line("trying again: " + e.getMessage());
    }
  }

  /** Agents in thousands of Pods lose their connections in one moment. */
  private Duration pause() {
    Duration longest = SHORTEST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    return Duration.ofNanos(
        (long) (longest.toNanos() * ThreadLocalRandom.current().nextDouble(0.5, 1)));
  }
}
