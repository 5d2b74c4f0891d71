package io.x_k8s.jobset.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sends signals to a process that does nothing but wait for them. */
class StopSignalsTest {
  private Process process;

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  @Test
  void theFirstSignalStopsCleanly() throws Exception {
    BufferedReader output = start("quick");

    terminate();

    assertThat(output.readLine()).isEqualTo("stopping");
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void theSecondSignalEndsTheProcessAtOnce() throws Exception {
    BufferedReader output = start("for ever");
    terminate();
    assertThat(output.readLine()).isEqualTo("stopping");
    assertThat(process.isAlive()).isTrue();

    terminate();

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
  }

  /** By its handle: {@link Process#destroy} would close its output as well. */
  private void terminate() {
    assertThat(process.toHandle().destroy()).isTrue();
  }

  private BufferedReader start(String howLong) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                howLong)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = process.inputReader();
    assertThat(output.readLine()).isEqualTo("running");
    return output;
  }

  /** Runs until it is stopped, which takes no time, or for ever. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws InterruptedException {
      CountDownLatch never = new CountDownLatch(1);
      StopSignals.onFirst(
          () -> {
            System.out.println("stopping");
            if (args[0].equals("for ever")) {
              await(never);
            }
          });
      System.out.println("running");
      never.await();
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
