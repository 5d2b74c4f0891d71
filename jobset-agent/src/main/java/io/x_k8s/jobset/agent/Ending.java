package io.x_k8s.jobset.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * How the process ends, which several things may bring about at the same time: the first of them
 * decides the exit code (specification of the controller, section 21.3). A signal with a worker is
 * the worker's to answer.
 */
final class Ending {
  private static final int SIGNAL_BASE = 128;
  private static final int FAILED = 1;

  private final IntConsumer exit;
  private final CountDownLatch ended = new CountDownLatch(1);
  private Optional<Worker> worker = Optional.empty();
  private boolean signalled;
  private boolean decided;

  /**
   * @param exit ends the process with an exit code
   */
  Ending(IntConsumer exit) {
    this.exit = exit;
  }

  /** How a worker is started. */
  interface WorkerStart {
    Worker start() throws IOException;
  }

  /**
   * Starts the worker, unless the process is about to end.
   *
   * @throws IOException if it could not be started
   */
  synchronized void start(WorkerStart start) throws IOException {
    if (decided || signalled) {
      return;
    }
    Worker started = start.start();
    worker = Optional.of(started);
    started.end().thenAccept(this::workerEnded);
  }

  private void workerEnded(int code) {
    synchronized (this) {
      if (signalled) {
        return; // what it has started may still be at work
      }
    }
    end(code, "the worker has ended with exit code " + code);
  }

  /** Ends for the containers to be restarted. Somebody who asked to stop goes before. */
  void restart(int code, String reason) {
    Optional<Worker> outdated;
    synchronized (this) {
      if (decided || signalled) {
        return;
      }
      decided = true;
      outdated = worker;
    }
    Log.line(reason);
    outdated.ifPresent(Worker::kill);
    exit(code);
  }

  /** Ends because the agent cannot do its work. */
  void fail(String reason) {
    end(FAILED, reason);
  }

  /** Takes a signal that asks the process to end. */
  void signal(String name, int number) {
    Optional<Worker> receiver;
    synchronized (this) {
      if (decided) {
        return;
      }
      signalled = true;
      receiver = worker;
    }
    if (receiver.isEmpty()) {
      end(SIGNAL_BASE + number, "ended by SIG" + name);
      return;
    }
    Log.line("SIG" + name + " is passed on to the worker");
    receiver
        .get()
        .signal(name)
        .thenAccept(code -> end(code, "the worker has ended with exit code " + code));
  }

  private void end(int code, String reason) {
    synchronized (this) {
      if (decided) {
        return;
      }
      decided = true;
    }
    Log.line(reason);
    exit(code);
  }

  private void exit(int code) {
    exit.accept(code);
    ended.countDown();
  }

  /** Waits for some time, or for the end. */
  void await(Duration time) throws InterruptedException {
    ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
