package io.x_k8s.jobset.e2e.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results so far, as a table for people and as JSON for programs. */
final class Report {
  private static final String HEAD =
      """
      | Measured | Result | Target | Verdict | From |
      |---|---|---|---|---|
      """;

  private final List<Row> rows = new ArrayList<>();

  void add(Row row) {
    rows.add(row);
    System.err.println(row.markdown());
  }

  boolean allMet() {
    return rows.stream().allMatch(Row::isMet);
  }

  String markdown() {
    StringBuilder table = new StringBuilder(HEAD);
    rows.forEach(row -> table.append(row.markdown()).append('\n'));
    return table.toString();
  }

  /** Writes the rows with the time and the machine they come from. */
  void writeJson(Path file) throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    document.put("processors", Runtime.getRuntime().availableProcessors());
    document.put("java", Runtime.version().toString());
    document.put("rows", rows.stream().map(Report::fields).toList());
    Files.write(
        file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(document));
  }

  private static Map<String, Object> fields(Row row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", row.name());
    fields.put("value", row.value());
    fields.put("unit", row.unit());
    row.atMost().ifPresent(target -> fields.put("atMost", target));
    fields.put("verdict", row.verdict());
    fields.put("detail", row.detail());
    return fields;
  }
}
