package io.x_k8s.jobset.v1alpha2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A native image knows by reflection only what it is told of. */
class NativeImageTest {

  private static final Path SOURCES = Path.of("src/main/java/io/x_k8s/jobset/v1alpha2");
  private static final Pattern NAME = Pattern.compile("\"name\": \"([^\"]+)\"");

  @Test
  void isToldOfEveryClassThatJsonIsReadInto() throws IOException {
    assertThat(told()).containsExactlyElementsOf(modelClasses());
  }

  private static List<String> told() throws IOException {
    try (InputStream config =
        JobSet.class.getResourceAsStream(
            "/META-INF/native-image/io.x-k8s.jobset/jobset-crd/reflect-config.json")) {
      return NAME.matcher(new String(config.readAllBytes(), StandardCharsets.UTF_8))
          .results()
          .map(match -> match.group(1))
          .toList();
    }
  }

  private static List<String> modelClasses() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".java") && !file.equals("package-info.java"))
          .map(file -> JobSet.class.getPackageName() + "." + file.substring(0, file.length() - 5))
          .filter(NativeImageTest::holdsData)
          .sorted()
          .toList();
    }
  }

  private static boolean holdsData(String name) {
    try {
      Class<?> type = Class.forName(name);
      return !Modifier.isFinal(type.getModifiers()) && !type.isInterface();
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name, e);
    }
  }
}
