package io.x_k8s.jobset.e2e.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares the rows of the specification's acceptance tables with the tags of all tests of the
 * repository, such as {@code controller:C-017}, and prints the rows that no test claims.
 *
 * <p>The rows are in {@code acceptance-rows/<page>.txt}: the id, and where the table has one the
 * level (U unit, I integration, E end to end). What those without a test wait for is in {@code
 * waiting.txt}: a pattern, and the feature.
 */
class AcceptanceRowsTest {
  private static final List<String> PAGES = List.of("api", "controller", "admission", "operations");
  private static final String NOTHING = "no feature, only the test";
  private static final Pattern TAG = Pattern.compile("@Tag\\(\"([^\":]+):([^\"]+)\"\\)");

  @Test
  void everyTagNamesARowThatExists() {
    Map<String, Map<String, String>> rows = rows();
    List<String> unknown = new ArrayList<>();
    tags()
        .forEach(
            (tag, file) -> {
              String[] parts = tag.split(":", 2);
              if (!rows.getOrDefault(parts[0], Map.of()).containsKey(parts[1])) {
                unknown.add(tag + " in " + file);
              }
            });

    assertThat(unknown).isEmpty();
  }

  @Test
  void rowsWithoutATestArePrintedWithWhatTheyWaitFor() {
    Set<String> tags = tags().keySet();
    rows()
        .forEach(
            (page, rows) -> {
              Map<String, Set<String>> missing = new TreeMap<>();
              rows.keySet().stream()
                  .filter(id -> !tags.contains(page + ":" + id))
                  .forEach(
                      id ->
                          missing
                              .computeIfAbsent(waitsFor(page + ":" + id), f -> new TreeSet<>())
                              .add(id));
              System.out.printf(
                  "Acceptance rows of %s without a test: %d of %d%n",
                  page, missing.values().stream().mapToInt(Set::size).sum(), rows.size());
              missing.forEach(
                  (feature, ids) ->
                      System.out.printf("  %s: %s%n", feature, String.join(" ", ids)));

              assertThat(rows).as("rows of %s", page).isNotEmpty();
              if (page.equals("controller")) {
                assertThat(missing).as("rows that wait for nothing").doesNotContainKey(NOTHING);
              }
            });
    assertThat(tags).isNotEmpty();
  }

  private static String waitsFor(String row) {
    return resource("/acceptance-rows/waiting.txt")
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(" ", 2))
        .filter(line -> row.matches(line[0]))
        .map(line -> line[1])
        .findFirst()
        .orElse(NOTHING);
  }

  /** Rows by page: id to level, empty where the table has none. */
  private static Map<String, Map<String, String>> rows() {
    Map<String, Map<String, String>> result = new LinkedHashMap<>();
    for (String page : PAGES) {
      result.put(
          page,
          resource("/acceptance-rows/" + page + ".txt")
              .lines()
              .map(line -> (line + " ").split(" ", 2))
              .collect(
                  Collectors.toMap(
                      row -> row[0], row -> row[1].trim(), (a, b) -> a, LinkedHashMap::new)));
    }
    return result;
  }

  /** The tags of all tests, each with one file that has it. */
  private static Map<String, Path> tags() {
    Path root = repository();
    Map<String, Path> tags = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains("/src/test/java/"))
          .forEach(
              file -> {
                Matcher matcher = TAG.matcher(read(file));
                while (matcher.find()) {
                  tags.putIfAbsent(
                      matcher.group(1) + ":" + matcher.group(2), root.relativize(file));
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tags;
  }

  private static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("jobset-crd"))) {
      folder = folder.getParent();
      assertThat(folder).as("a folder above that has the module jobset-crd").isNotNull();
    }
    return folder;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = AcceptanceRowsTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
