package io.x_k8s.jobset.crd;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares two CRDs path by path. Descriptions are free, and are not compared. */
final class CrdDifferences {
  private final Map<String, String> found = new TreeMap<>();

  private CrdDifferences() {}

  /** The paths that differ, with what is expected and what is there; empty if none does. */
  static Map<String, String> between(JsonNode expected, JsonNode actual) {
    CrdDifferences differences = new CrdDifferences();
    differences.compare("", expected, actual, false);
    return differences.found;
  }

  /**
   * @param namesProperties whether the members are named by the API and not by the schema language;
   *     there a member called description is a property
   */
  private void compare(String path, JsonNode expected, JsonNode actual, boolean namesProperties) {
    if (expected.isObject() && actual.isObject()) {
      TreeSet<String> names = new TreeSet<>();
      expected.fieldNames().forEachRemaining(names::add);
      actual.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        if (namesProperties || !name.equals("description")) {
          compare(
              path + "/" + name,
              expected.path(name),
              actual.path(name),
              !namesProperties && name.equals("properties"));
        }
      }
    } else if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
      for (int i = 0; i < expected.size(); i++) {
        compare(path + "/" + i, expected.get(i), actual.get(i), false);
      }
    } else if (!isSame(expected, actual)) {
      found.put(path, "expected " + show(expected) + ", but is " + show(actual));
    }
  }

  private static boolean isSame(JsonNode expected, JsonNode actual) {
    return expected.isNumber() && actual.isNumber()
        ? expected.decimalValue().compareTo(actual.decimalValue()) == 0
        : expected.equals(actual);
  }

  private static String show(JsonNode node) {
    return node.isMissingNode() ? "absent" : node.toString();
  }
}
