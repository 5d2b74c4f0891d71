package io.x_k8s.jobset.crd.generator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;

/** The columns of a table of objects, in the order of their annotations; fabric8 sorts them. */
final class PrinterColumns {
  private PrinterColumns() {}

  static ArrayNode of(Class<?> type) {
    ArrayNode columns = JsonNodeFactory.instance.arrayNode();
    for (var column : type.getAnnotationsByType(AdditionalPrinterColumn.class)) {
      ObjectNode node = columns.addObject().put("name", column.name());
      if (!column.getDescription().isEmpty()) {
        node.put("description", column.getDescription());
      }
      node.put("type", column.type().getValue()).put("jsonPath", column.jsonPath());
    }
    return columns;
  }
}
