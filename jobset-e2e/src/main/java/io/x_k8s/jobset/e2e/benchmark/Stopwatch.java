package io.x_k8s.jobset.e2e.benchmark;

/** Measures from its start on. */
final class Stopwatch {
  private final long start = System.nanoTime();
  private final double cpu = ProcessorTime.ofEverything();

  private Stopwatch() {}

  static Stopwatch start() {
    return new Stopwatch();
  }

  Elapsed elapsed() {
    return new Elapsed((System.nanoTime() - start) / 1e9, ProcessorTime.ofEverything() - cpu);
  }
}
