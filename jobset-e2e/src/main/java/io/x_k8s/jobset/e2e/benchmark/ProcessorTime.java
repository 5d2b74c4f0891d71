package io.x_k8s.jobset.e2e.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time of processes and threads, as Linux counts it. */
final class ProcessorTime {
  /** What a clock tick of the kernel is worth to those who read /proc, on every Linux. */
  private static final double TICKS_PER_SECOND = 100;

  private ProcessorTime() {}

  /** Seconds that this program, the cluster and the operators have used so far. */
  static double ofEverything() {
    ProcessHandle self = ProcessHandle.current();
    return of(self.pid()) + self.descendants().mapToDouble(process -> of(process.pid())).sum();
  }

  /** Seconds that a process has used so far; 0 if there is none. */
  static double of(long pid) {
    return read(Path.of("/proc", Long.toString(pid), "stat"));
  }

  /** Seconds that the threads of a process have used so far that the JVM compiles code with. */
  static double ofCompiler(long pid) {
    try (var threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      return threads
          .filter(ProcessorTime::isCompiler)
          .mapToDouble(thread -> read(thread.resolve("stat")))
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }

  private static boolean isCompiler(Path thread) {
    try {
      return Files.readString(thread.resolve("comm")).matches("C[12] Comp.*\\s*");
    } catch (IOException e) {
      return false;
    }
  }

  private static double read(Path stat) {
    try {
      String text = Files.readString(stat);
      // The second field is the program's name, in parentheses; it may hold anything.
      String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
      long user = Long.parseLong(fields[11]);
      long system = Long.parseLong(fields[12]);
      return (user + system) / TICKS_PER_SECOND;
    } catch (IOException e) {
      return 0; // it has ended
    }
  }
}
