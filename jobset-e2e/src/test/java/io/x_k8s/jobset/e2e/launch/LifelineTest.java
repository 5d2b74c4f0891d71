package io.x_k8s.jobset.e2e.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kills a JVM that has started a program, and looks what becomes of the program. */
class LifelineTest {
  private Process jvm;
  private ProcessHandle program;

  @AfterEach
  void end() {
    jvm.destroyForcibly();
    program.destroyForcibly();
  }

  @Test
  void theProgramEndsWithTheJvmEvenIfThatIsKilled() throws Exception {
    start("tied");

    jvm.destroyForcibly().waitFor();

    await().atMost(Duration.ofSeconds(30)).until(() -> !program.isAlive());
  }

  @Test
  void theProgramThatIsLeftAloneOutlivesTheJvm() throws Exception {
    start("cut");

    jvm.destroyForcibly().waitFor();

    await().during(Duration.ofSeconds(1)).until(program::isAlive);
  }

  private void start(String mode) throws IOException {
    jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                mode)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    program = ProcessHandle.of(Long.parseLong(jvm.inputReader().readLine())).orElseThrow();
    assertThat(program.isAlive()).isTrue();
  }

  /** Starts a program that takes long, and tells its process id. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws Exception {
      Process sleeper =
          new ProcessBuilder(Lifeline.tied(List.of("sleep", "600")))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (args[0].equals("cut")) {
        Lifeline.cut(sleeper);
      }
      System.out.println(sleeper.pid());
      sleeper.waitFor();
    }
  }
}
