package io.x_k8s.jobset.e2e.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The API server's own account of who asked for what. */
final class AuditLog {
  private static final Set<String> READS = Set.of("get", "list", "watch");

  private final ObjectMapper mapper = new ObjectMapper();
  private final Path file;
  private final String user;

  /**
   * @param file the log; one JSON object per line
   * @param user whose requests count
   */
  AuditLog(Path file, String user) {
    this.file = file;
    this.user = user;
  }

  /** A place in the log, to count from. */
  long position() throws IOException {
    return Files.size(file);
  }

  /** What the user has asked for since a place in the log, watches and the lease aside. */
  Requests since(long position) throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    try (FileChannel channel = FileChannel.open(file).position(position)) {
      String text =
          new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
      for (String line : (Iterable<String>) text.lines()::iterator) {
        if (line.contains("\"" + user + "\"")) {
          count(mapper.readTree(line), counts);
        }
      }
    }
    return new Requests(counts);
  }

  private void count(JsonNode entry, Map<String, Integer> counts) {
    JsonNode object = entry.path("objectRef");
    String verb = entry.path("verb").asText();
    String resource = object.path("resource").asText();
    boolean mine = entry.path("user").path("username").asText().equals(user);
    boolean complete = entry.path("stage").asText().equals("ResponseComplete");
    if (!mine || !complete || verb.equals("watch") || resource.equals("leases")) {
      return;
    }
    String subresource = object.path("subresource").asText();
    String what = resource + (subresource.isEmpty() ? "" : "/" + subresource);
    counts.merge(verb + " " + what, 1, Integer::sum);
  }

  /**
   * Requests by verb and resource.
   *
   * @param counts for example {@code "create jobs"} to 500
   */
  record Requests(Map<String, Integer> counts) {

    int total() {
      return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    int writes() {
      return counts.entrySet().stream()
          .filter(entry -> !READS.contains(entry.getKey().split(" ")[0]))
          .mapToInt(Map.Entry::getValue)
          .sum();
    }

    int of(String request) {
      return counts.getOrDefault(request, 0);
    }

    @Override
    public String toString() {
      return counts.entrySet().stream()
          .map(entry -> entry.getValue() + " " + entry.getKey())
          .collect(Collectors.joining(", "));
    }
  }
}
