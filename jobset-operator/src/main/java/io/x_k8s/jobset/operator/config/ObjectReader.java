package io.x_k8s.jobset.operator.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads the fields of one object of the configuration file, strictly. A field that is absent or
 * null reads as empty; so does one of a wrong type, after the problem is noted. {@link #finish}
 * then notes every field that nobody asked for.
 */
final class ObjectReader {
  // What YAML 1.1 also calls a boolean; the original's parser knows these words too.
  private static final Set<String> YES = Set.of("true", "yes", "on", "y");
  private static final Set<String> NO = Set.of("false", "no", "off", "n");

  private final String path;
  private final Map<String, Node> fields = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final Set<String> known = new TreeSet<>();
  private final List<ObjectReader> children = new ArrayList<>();
  private final Problems problems;

  private ObjectReader(String path, Problems problems) {
    this.path = path;
    this.problems = problems;
  }

  /** A reader of the whole file. */
  static ObjectReader ofRoot(MappingNode root, Problems problems) {
    ObjectReader reader = new ObjectReader("", problems);
    reader.addFields(root);
    return reader;
  }

  /** The object in a field; an object without fields if it is absent. */
  ObjectReader object(String name) {
    ObjectReader child = new ObjectReader(pathOf(name), problems);
    children.add(child);
    find(name)
        .ifPresent(
            node -> {
              if (node instanceof MappingNode mapping) {
                child.addFields(mapping);
              } else {
                addWrongType(pathOf(name), "an object", node);
              }
            });
    return child;
  }

  Optional<String> text(String name) {
    return find(name).flatMap(node -> textOf(pathOf(name), node));
  }

  /** Where the empty text means the same as no field. */
  Optional<String> nonEmptyText(String name) {
    return text(name).filter(text -> !text.isEmpty());
  }

  /**
   * @param parser throws IllegalArgumentException with a message for the user
   */
  <T> Optional<T> parsed(String name, Function<String, T> parser) {
    return nonEmptyText(name)
        .flatMap(
            text -> {
              try {
                return Optional.of(parser.apply(text));
              } catch (IllegalArgumentException e) {
                problems.addInvalid(pathOf(name), text, e.getMessage() + at(fields.get(name)));
                return Optional.empty();
              }
            });
  }

  Optional<Path> file(String name) {
    return parsed(name, Path::of);
  }

  Optional<Boolean> bool(String name) {
    return find(name).flatMap(node -> boolOf(pathOf(name), node));
  }

  Optional<Integer> integer(String name) {
    return number(name, "a whole number", Set.of(Tag.INT), Integer::valueOf);
  }

  Optional<Double> decimal(String name) {
    return number(name, "a number", Set.of(Tag.INT, Tag.FLOAT), ObjectReader::finite);
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    find(name)
        .ifPresent(
            node -> {
              if (node instanceof SequenceNode sequence) {
                List<Node> items = sequence.getValue();
                for (int i = 0; i < items.size(); i++) {
                  textOf("%s[%d]".formatted(pathOf(name), i), items.get(i)).ifPresent(texts::add);
                }
              } else {
                addWrongType(pathOf(name), "a list", node);
              }
            });
    return texts;
  }

  /** An object whose keys are free and whose values are booleans. */
  Map<String, Boolean> bools(String name) {
    ObjectReader map = object(name);
    Map<String, Boolean> bools = new LinkedHashMap<>();
    for (String key : map.fields.keySet()) {
      map.bool(key).ifPresent(value -> bools.put(key, value));
    }
    return bools;
  }

  /** Notes the fields that were not asked for, here and in all objects read from here. */
  void finish() {
    fields.keySet().stream().filter(name -> !known.contains(name)).forEach(this::addUnknown);
    children.forEach(ObjectReader::finish);
  }

  private void addUnknown(String name) {
    String hint =
        Suggestion.closest(name, known)
            .map("; did you mean \"%s\"?"::formatted)
            .orElseGet(() -> "; known here: " + String.join(", ", known));
    problems.add(
        "strict decoding error: unknown field \"%s\" (line %d)%s"
            .formatted(pathOf(name), lines.get(name), hint));
  }

  private void addFields(MappingNode mapping) {
    for (NodeTuple field : mapping.getValue()) {
      Node key = field.getKeyNode();
      if (!(key instanceof ScalarNode scalar)) {
        addWrongType(
            path.isEmpty() ? "the file" : path, "an object whose field names are texts", key);
        continue;
      }
      String name = scalar.getValue();
      if (fields.containsKey(name)) {
        problems.add(
            "strict decoding error: duplicate field \"%s\" (line %d); it is already set on line %d"
                .formatted(pathOf(name), line(key), lines.get(name)));
        continue;
      }
      fields.put(name, field.getValueNode());
      lines.put(name, line(key));
    }
  }

  private Optional<Node> find(String name) {
    known.add(name);
    return Optional.ofNullable(fields.get(name)).filter(node -> !node.getTag().equals(Tag.NULL));
  }

  private Optional<String> textOf(String path, Node node) {
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
      return Optional.of(scalar.getValue());
    }
    String hint =
        node instanceof ScalarNode scalar
            ? "; put it in quotes: \"%s\"".formatted(scalar.getValue())
            : "";
    problems.add(wrongType(path, "a text", node) + hint);
    return Optional.empty();
  }

  private Optional<Boolean> boolOf(String path, Node node) {
    if (node instanceof ScalarNode scalar && scalar.isPlain()) {
      String word = scalar.getValue().toLowerCase(Locale.ROOT);
      if (YES.contains(word) || NO.contains(word)) {
        return Optional.of(YES.contains(word));
      }
    }
    addWrongType(path, "true or false", node);
    return Optional.empty();
  }

  private <T> Optional<T> number(
      String name, String type, Set<Tag> tags, Function<String, T> parser) {
    return find(name)
        .flatMap(
            node -> {
              if (node instanceof ScalarNode scalar && tags.contains(scalar.getTag())) {
                try {
                  return Optional.of(parser.apply(scalar.getValue()));
                } catch (NumberFormatException e) {
                  problems.addInvalid(
                      pathOf(name), scalar.getValue(), "is not " + type + " in range" + at(node));
                  return Optional.empty();
                }
              }
              addWrongType(pathOf(name), type, node);
              return Optional.empty();
            });
  }

  static Double finite(String text) {
    Double number = Double.valueOf(text);
    if (number.isInfinite() || number.isNaN()) {
      throw new NumberFormatException(text);
    }
    return number;
  }

  private void addWrongType(String path, String expected, Node node) {
    problems.add(wrongType(path, expected, node));
  }

  private static String wrongType(String path, String expected, Node node) {
    return "%s: must be %s, but is %s%s".formatted(path, expected, describe(node), at(node));
  }

  private static String describe(Node node) {
    return switch (node) {
      case MappingNode mapping -> "an object";
      case SequenceNode sequence -> "a list";
      case ScalarNode scalar -> {
        if (scalar.getTag().equals(Tag.NULL)) {
          yield "null";
        }
        boolean isText = scalar.getTag().equals(Tag.STR);
        yield isText ? "the text \"" + scalar.getValue() + "\"" : scalar.getValue();
      }
      default -> "something else";
    };
  }

  private String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String at(Node node) {
    return " (line " + line(node) + ")";
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }
}
