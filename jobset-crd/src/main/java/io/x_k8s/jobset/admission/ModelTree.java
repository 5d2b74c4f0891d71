package io.x_k8s.jobset.admission;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.AnyType;
import io.fabric8.kubernetes.api.model.Quantity;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Model objects as the maps, lists and scalars of their JSON.
 *
 * <p>Jackson would do it. But a program has Jackson 2 or Jackson 3, whose classes differ in their
 * packages; common to both, and to the classes of fabric8 made for either, are the annotations that
 * are read here.
 */
final class ModelTree {
  private static final ClassValue<ModelTree> OF_CLASS =
      new ClassValue<>() {
        @Override
        protected ModelTree computeValue(Class<?> type) {
          return new ModelTree(type);
        }
      };

  private final List<Property> properties = new ArrayList<>();
  private final List<Method> additionalProperties = new ArrayList<>();

  private record Property(String name, Field field, boolean omittedWhenEmpty) {
    static Property of(Field field) {
      field.setAccessible(true);
      JsonInclude include = field.getAnnotation(JsonInclude.class);
      return new Property(
          field.getAnnotation(JsonProperty.class).value(),
          field,
          include != null && include.value() == JsonInclude.Include.NON_EMPTY);
    }
  }

  private ModelTree(Class<?> type) {
    if (type.getSuperclass() != null) {
      ModelTree inherited = OF_CLASS.get(type.getSuperclass());
      properties.addAll(inherited.properties);
    }
    Arrays.stream(type.getDeclaredFields())
        .filter(field -> field.isAnnotationPresent(JsonProperty.class))
        .map(Property::of)
        .forEach(properties::add);
    Arrays.stream(type.getMethods())
        .filter(method -> method.isAnnotationPresent(JsonAnyGetter.class))
        .forEach(additionalProperties::add);
  }

  /**
   * The JSON of a value of the model.
   *
   * @param value a model object, or a list, map or scalar of such; may be null
   * @return text, number, boolean, null, or a list or map of these
   */
  static Object of(Object value) {
    if (value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Quantity quantity) {
      return quantity.toString();
    }
    if (value instanceof AnyType any) {
      return of(any.getValue());
    }
    if (value instanceof Collection<?> list) {
      List<Object> tree = new ArrayList<>();
      list.forEach(element -> tree.add(of(element)));
      return tree;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> tree = new LinkedHashMap<>();
      map.forEach((key, element) -> tree.put(String.valueOf(key), of(element)));
      return tree;
    }
    return OF_CLASS.get(value.getClass()).read(value);
  }

  private Map<String, Object> read(Object object) {
    Map<String, Object> tree = new LinkedHashMap<>();
    try {
      for (Property property : properties) {
        Object value = property.field().get(object);
        if (value != null && !(property.omittedWhenEmpty() && isEmpty(value))) {
          tree.put(property.name(), of(value));
        }
      }
      for (Method method : additionalProperties) {
        ((Map<?, ?>) method.invoke(object))
            .forEach((key, value) -> tree.put(String.valueOf(key), of(value)));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "the fields of " + object.getClass().getName() + " cannot be read", e);
    }
    return tree;
  }

  private static boolean isEmpty(Object value) {
    return value instanceof Collection<?> list && list.isEmpty()
        || value instanceof Map<?, ?> map && map.isEmpty();
  }
}
