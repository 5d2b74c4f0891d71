package io.x_k8s.jobset.e2e.quickstart;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What is to be stopped at the end, the newest first: when this is closed, or when the JVM is asked
 * to end before that (Ctrl-C).
 */
final class Cleanup implements AutoCloseable {

  private final Deque<Runnable> steps = new ArrayDeque<>();
  private final Thread endOfJvm = new Thread(this::endEarly, "quickstart-end");

  Cleanup() {
    Runtime.getRuntime().addShutdownHook(endOfJvm);
  }

  synchronized void add(Runnable step) {
    steps.push(step);
  }

  /** Leaves everything running from now on. */
  synchronized void cancel() {
    steps.clear();
  }

  @Override
  public void close() {
    runSteps();
    try {
      Runtime.getRuntime().removeShutdownHook(endOfJvm);
    } catch (IllegalStateException endingNow) {
      // the hook finds nothing to do, or has done it
    }
  }

  private synchronized void endEarly() {
    if (!steps.isEmpty()) {
      System.err.printf("%nStopping what was started%n"); // after the line of the progress
      runSteps();
    }
  }

  private synchronized void runSteps() {
    while (!steps.isEmpty()) {
      steps.pop().run();
    }
  }
}
