package io.x_k8s.jobset.v1alpha2;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplate;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field takes part in equals, hashCode and toString of its class. */
class EqualityTest {
  /** A value that differs from what a new object has, for every type of a field. */
  private static final Map<Type, Object> VALUES =
      Map.ofEntries(
          Map.entry(String.class, "text"),
          Map.entry(Boolean.class, true),
          Map.entry(Integer.class, 17),
          Map.entry(int.class, 17),
          Map.entry(Long.class, 17L),
          Map.entry(ObjectMeta.class, new ObjectMeta()),
          Map.entry(ListMeta.class, new ListMeta()),
          Map.entry(Condition.class, new Condition()),
          Map.entry(JobTemplateSpec.class, new JobTemplateSpec()),
          Map.entry(PersistentVolumeClaimTemplate.class, new PersistentVolumeClaimTemplate()));

  static Stream<Class<?>> models() {
    return Stream.of(
        Coordinator.class,
        DependsOn.class,
        FailurePolicy.class,
        FailurePolicyRule.class,
        JobSet.class,
        JobSetList.class,
        JobSetSpec.class,
        JobSetStatus.class,
        Network.class,
        ReplicatedJob.class,
        ReplicatedJobStatus.class,
        StartupPolicy.class,
        SuccessPolicy.class,
        VolumeClaimPolicy.class,
        VolumeClaimRetentionPolicy.class);
  }

  @ParameterizedTest
  @MethodSource("models")
  void objectsAreEqualUntilOneFieldDiffers(Class<?> model) throws Exception {
    List<PropertyDescriptor> fields = fields(model);
    assertThat(fields).hasSameSizeAs(jsonFields(model));
    for (PropertyDescriptor field : fields) {
      Object one = model.getConstructor().newInstance();
      Object other = model.getConstructor().newInstance();
      assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).hasToString(other.toString());

      Object value = value(field.getReadMethod().getGenericReturnType());
      field.getWriteMethod().invoke(one, value);
      assertThat(one).as(field.getName()).isNotEqualTo(other);
      assertThat(one.hashCode()).as(field.getName()).isNotEqualTo(other.hashCode());
      assertThat(one.toString()).as(field.getName()).contains(field.getName() + "=" + value);

      field.getWriteMethod().invoke(other, value);
      assertThat(one).as(field.getName()).isEqualTo(other).hasSameHashCodeAs(other);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void anUnknownFieldMakesAnObjectDifferent(Class<?> model) throws Exception {
    ExtensibleObject one = (ExtensibleObject) model.getConstructor().newInstance();
    Object other = model.getConstructor().newInstance();
    one.setAdditionalProperty("x", "y");
    assertThat(one).isNotEqualTo(other).isNotEqualTo(null).isNotEqualTo("text");
    assertThat(one.hashCode()).isNotEqualTo(other.hashCode());
    assertThat(one.toString()).contains("x=y");

    one.setAdditionalProperties(null);
    assertThat(one).isEqualTo(other);
  }

  private static List<PropertyDescriptor> fields(Class<?> model) throws Exception {
    List<String> names = jsonFields(model);
    return Arrays.stream(Introspector.getBeanInfo(model).getPropertyDescriptors())
        .filter(property -> names.contains(property.getName()))
        .toList();
  }

  private static List<String> jsonFields(Class<?> model) {
    return Arrays.stream(model.getDeclaredFields())
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .map(Field::getName)
        .toList();
  }

  private static Object value(Type type) throws Exception {
    if (type instanceof ParameterizedType list) {
      return List.of(value(list.getActualTypeArguments()[0]));
    }
    if (type instanceof Class<?> model && ExtensibleObject.class.isAssignableFrom(model)) {
      return model.getConstructor().newInstance();
    }
    return VALUES.get(type);
  }
}
