package io.x_k8s.jobset.admission;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A place where two trees differ, as deep inside as possible.
 *
 * @param path the place
 * @param old the value in the first; null when absent
 * @param now the value in the second; null when absent
 */
record Difference(String path, Object old, Object now) {

  /** All differences; elements of lists are compared by their places. */
  static List<Difference> between(String path, Object old, Object now) {
    List<Difference> found = new ArrayList<>();
    collect(path, old, now, found);
    return found;
  }

  private static void collect(String path, Object old, Object now, List<Difference> found) {
    if (Objects.equals(old, now)) {
      return;
    }
    if (old instanceof Map<?, ?> before && now instanceof Map<?, ?> after) {
      Set<Object> names = new LinkedHashSet<>(after.keySet());
      names.addAll(before.keySet());
      names.forEach(name -> collect(path + member(name), before.get(name), after.get(name), found));
    } else if (old instanceof List<?> before && now instanceof List<?> after) {
      for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
        collect(path + "[" + i + "]", element(before, i), element(after, i), found);
      }
    } else {
      found.add(new Difference(path, old, now));
    }
  }

  /** A name with a dot, such as that of a label, would look like several. */
  private static String member(Object name) {
    String text = String.valueOf(name);
    return text.indexOf('.') < 0 && text.indexOf('/') < 0 ? "." + text : "[" + text + "]";
  }

  private static Object element(List<?> list, int index) {
    return index < list.size() ? list.get(index) : null;
  }
}
