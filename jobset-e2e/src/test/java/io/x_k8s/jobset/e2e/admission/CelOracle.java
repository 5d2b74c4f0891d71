package io.x_k8s.jobset.e2e.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Evaluates the CEL rules that are written in the CRD, as an API server does. */
final class CelOracle {
  private static final String CRD = "/META-INF/fabric8/jobsets.jobset.x-k8s.io-v1.yml";
  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("self", SimpleType.DYN)
          .addVar("oldSelf", SimpleType.DYN)
          .build();
  private static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder().build();

  private final JsonNode schema;
  private final Map<String, CelRuntime.Program> programs = new HashMap<>();

  private CelOracle(JsonNode schema) {
    this.schema = schema;
    schema
        .findValues("x-kubernetes-validations")
        .forEach(rules -> rules.forEach(rule -> program(rule.get("rule").asText())));
  }

  static CelOracle ofTheCrd() {
    try (InputStream yaml = JobSet.class.getResourceAsStream(CRD)) {
      JsonNode crd = Serialization.unmarshal(yaml, JsonNode.class);
      return new CelOracle(crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int rules() {
    return schema.findValues("x-kubernetes-validations").stream().mapToInt(JsonNode::size).sum();
  }

  /**
   * What the rules refuse.
   *
   * @param old the spec as it is stored, with the defaults of the schema; null at creation
   * @param now the spec, with the defaults of the schema
   * @return path and message of the rules that are broken or cannot be evaluated, sorted
   */
  List<String> refusals(JsonNode old, JsonNode now) {
    List<String> refusals = new ArrayList<>();
    check("spec", schema, old, now, refusals);
    return refusals.stream().sorted().toList();
  }

  private void check(
      String path, JsonNode schema, JsonNode old, JsonNode now, List<String> refusals) {
    for (JsonNode rule : schema.path("x-kubernetes-validations")) {
      String expression = rule.get("rule").asText();
      if (isPresent(old) || !expression.contains("oldSelf")) {
        evaluate(expression, value(schema, old), value(schema, now))
            .ifBroken(() -> refusals.add(path + ": " + rule.get("message").asText()));
      }
    }
    if (now.isObject()) {
      now.properties()
          .forEach(
              field -> {
                JsonNode property = schema.path("properties").path(field.getKey());
                check(
                    path + "." + field.getKey(),
                    property,
                    isPresent(old) ? old.get(field.getKey()) : null,
                    field.getValue(),
                    refusals);
              });
    }
    for (int i = 0; now.isArray() && i < now.size(); i++) {
      JsonNode same = correlated(schema, old, now.get(i));
      check(path + "[" + i + "]", schema.path("items"), same, now.get(i), refusals);
    }
  }

  /** Only in a list that is a map is there an old element that is the same. */
  private static JsonNode correlated(JsonNode schema, JsonNode old, JsonNode element) {
    if (!isPresent(old) || !isMap(schema)) {
      return null;
    }
    for (JsonNode candidate : old) {
      if (key(schema, candidate).equals(key(schema, element))) {
        return candidate;
      }
    }
    return null;
  }

  private static List<JsonNode> key(JsonNode schema, JsonNode element) {
    List<JsonNode> key = new ArrayList<>();
    schema.get("x-kubernetes-list-map-keys").forEach(name -> key.add(element.path(name.asText())));
    return key;
  }

  private static boolean isMap(JsonNode schema) {
    return schema.path("x-kubernetes-list-type").asText().equals("map");
  }

  private static boolean isPresent(JsonNode node) {
    return node != null && !node.isMissingNode() && !node.isNull();
  }

  private interface Outcome {
    void ifBroken(Runnable action);
  }

  private Outcome evaluate(String expression, Object old, Object now) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("self", now);
    variables.put("oldSelf", Objects.requireNonNullElse(old, ""));
    boolean holds;
    try {
      holds = Boolean.TRUE.equals(program(expression).eval(variables));
    } catch (CelEvaluationException e) {
      holds = false;
    }
    boolean broken = !holds;
    return action -> {
      if (broken) {
        action.run();
      }
    };
  }

  private synchronized CelRuntime.Program program(String expression) {
    return programs.computeIfAbsent(
        expression,
        text -> {
          try {
            return RUNTIME.createProgram(COMPILER.compile(text).getAst());
          } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException("the CRD has a rule that is no CEL: " + text, e);
          }
        });
  }

  /** The value as CEL sees it: integers are long, and lists that are maps have no order. */
  private static Object value(JsonNode schema, JsonNode node) {
    if (!isPresent(node)) {
      return null;
    }
    if (node.isObject()) {
      Map<String, Object> fields = new TreeMap<>();
      node.properties()
          .forEach(
              field ->
                  fields.put(
                      field.getKey(),
                      value(schema.path("properties").path(field.getKey()), field.getValue())));
      return fields;
    }
    if (node.isArray()) {
      List<JsonNode> elements = new ArrayList<>();
      node.forEach(elements::add);
      if (isMap(schema)) {
        elements.sort(Comparator.comparing(element -> key(schema, element).toString()));
      }
      return elements.stream().map(element -> value(schema.path("items"), element)).toList();
    }
    if (node.isIntegralNumber()) {
      return node.longValue();
    }
    return node.isBoolean() ? (Object) node.booleanValue() : node.asText();
  }
}
