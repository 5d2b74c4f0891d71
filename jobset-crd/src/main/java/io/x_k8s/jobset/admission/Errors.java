package io.x_k8s.jobset.admission;

import java.util.ArrayList;
import java.util.List;

/** Collects what the rules refuse, in the order in which they run. */
final class Errors {
  private final List<FieldError> list = new ArrayList<>();

  void add(FieldError error) {
    list.add(error);
  }

  void invalid(String path, Object value, String detail) {
    add(FieldError.invalid(path, value, detail));
  }

  /** One error for each detail. */
  void invalid(String path, Object value, List<String> details) {
    details.forEach(detail -> invalid(path, value, detail));
  }

  List<FieldError> list() {
    return List.copyOf(list);
  }
}
