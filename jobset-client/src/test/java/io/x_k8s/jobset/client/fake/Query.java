package io.x_k8s.jobset.client.fake;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What stands behind the question mark of a request. */
public record Query(Map<String, String> parameters) {

  private static final Map<String, Function<Event, String>> EVENT_FIELDS =
      Map.of(
          "involvedObject.uid",
          event -> event.getInvolvedObject().getUid(),
          "involvedObject.kind",
          event -> event.getInvolvedObject().getKind(),
          "reason",
          Event::getReason,
          "type",
          Event::getType);

  static Query of(URI uri) {
    var query = uri.getRawQuery();
    return new Query(query == null ? Map.of() : pairs(query, "&"));
  }

  /** A parameter, if it is given. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  boolean isWatch() {
    return get("watch").filter("true"::equals).isPresent();
  }

  int resourceVersion() {
    return get("resourceVersion").map(Integer::parseInt).orElse(0);
  }

  boolean matches(HasMetadata object) {
    var labels = Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
    return get("labelSelector").map(text -> pairs(text, ",")).orElse(Map.of()).entrySet().stream()
            .allMatch(label -> label.getValue().equals(labels.get(label.getKey())))
        && get("fieldSelector").map(text -> pairs(text, ",")).orElse(Map.of()).entrySet().stream()
            .allMatch(field -> field.getValue().equals(value(object, field.getKey())));
  }

  private static String value(HasMetadata object, String field) {
    return field.equals("metadata.name")
        ? object.getMetadata().getName()
        : EVENT_FIELDS.get(field).apply((Event) object);
  }

  private static Map<String, String> pairs(String text, String separator) {
    return Arrays.stream(text.split(separator))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> decoded(pair[0]), pair -> decoded(pair.length == 2 ? pair[1] : "")));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
