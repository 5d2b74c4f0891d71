package io.x_k8s.jobset.e2e.benchmark;

/**
 * One way to do something against another. The ratio of the clock counts; that of the processor
 * time of all processes together tells nearly the same of a machine that does nothing else, and is
 * less disturbed where it does.
 */
final class Comparison {
  private final String one;
  private final String other;
  private final Samples seconds = new Samples();
  private final Samples otherSeconds = new Samples();
  private final Samples cpu = new Samples();
  private final Samples otherCpu = new Samples();

  Comparison(String one, String other) {
    this.one = one;
    this.other = other;
  }

  void add(Elapsed ofOne, Elapsed ofOther) {
    seconds.add(ofOne.seconds());
    otherSeconds.add(ofOther.seconds());
    cpu.add(ofOne.cpuSeconds());
    otherCpu.add(ofOther.cpuSeconds());
  }

  double timeRatio() {
    return seconds.median() / otherSeconds.median();
  }

  @Override
  public String toString() {
    return "%s %s, %s %s; CPU of all processes %s, %s: %s ×"
        .formatted(
            one,
            seconds.describe("s"),
            other,
            otherSeconds.describe("s"),
            cpu.describe("s"),
            otherCpu.describe("s"),
            Row.number(cpu.median() / otherCpu.median()));
  }
}
