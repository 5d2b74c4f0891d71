package io.x_k8s.jobset.client.kueue;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Kueue says about one JobSet: the part of its Workload that explains why it runs or not.
 *
 * @param name of the Workload
 * @param queue LocalQueue that it waits in; empty if it has none
 * @param clusterQueue ClusterQueue whose quota it uses; empty until quota is reserved
 * @param active false if it was taken out of its queue
 * @param checks admission checks that have not been passed, each as {@code name: message}
 * @param conditions as Kueue writes them
 */
public record KueueWorkload(
    String name,
    Optional<String> queue,
    Optional<String> clusterQueue,
    boolean active,
    List<String> checks,
    List<Condition> conditions) {

  private static final String EVICTED = "Evicted";
  private static final String QUOTA_RESERVED = "QuotaReserved";

  /** Copies the lists. */
  public KueueWorkload {
    checks = List.copyOf(checks);
    conditions = List.copyOf(conditions);
  }

  /**
   * Reads a Workload of any version of Kueue's API.
   *
   * @param workload as the API server has it
   * @return what is of interest here
   */
  public static KueueWorkload of(GenericKubernetesResource workload) {
    return new KueueWorkload(
        workload.getMetadata().getName(),
        text(workload.get("spec", "queueName")),
        text(workload.get("status", "admission", "clusterQueue")),
        !Boolean.FALSE.equals(workload.get("spec", "active")),
        maps(workload.get("status", "admissionChecks"))
            .filter(check -> !"Ready".equals(check.get("state")))
            .map(KueueWorkload::check)
            .toList(),
        maps(workload.get("status", "conditions")).map(KueueWorkload::condition).toList());
  }

  /**
   * Where it stands.
   *
   * @return one word for its conditions
   */
  public Admission admission() {
    if (isTrue("Finished")) {
      return Admission.FINISHED;
    }
    if (!active) {
      return Admission.INACTIVE;
    }
    if (isTrue("Admitted")) {
      return Admission.ADMITTED;
    }
    if (isTrue(QUOTA_RESERVED)) {
      return Admission.QUOTA_RESERVED;
    }
    return isTrue(EVICTED) ? Admission.EVICTED : Admission.PENDING;
  }

  /**
   * Kueue's own explanation of where it stands: for one that waits, what it waits for.
   *
   * @return its sentences; empty if it has not said anything yet
   */
  public String words() {
    return switch (admission()) {
      case PENDING, INACTIVE -> message(QUOTA_RESERVED).orElse("");
      case EVICTED ->
          Stream.of(message(EVICTED), message(QUOTA_RESERVED))
              .flatMap(Optional::stream)
              .distinct()
              .collect(Collectors.joining("; "));
      case QUOTA_RESERVED -> String.join("; ", checks);
      case ADMITTED -> message("Admitted").orElse("");
      case FINISHED -> message("Finished").orElse("");
    };
  }

  private Optional<Condition> condition(String type) {
    return conditions.stream().filter(condition -> type.equals(condition.getType())).findFirst();
  }

  private boolean isTrue(String type) {
    return condition(type).filter(condition -> "True".equals(condition.getStatus())).isPresent();
  }

  private Optional<String> message(String type) {
    return condition(type).map(Condition::getMessage).filter(message -> !message.isBlank());
  }

  private static String check(Map<?, ?> check) {
    return "%s: %s"
        .formatted(
            check.get("name"),
            text(check.get("message")).orElse(String.valueOf(check.get("state"))));
  }

  private static Condition condition(Map<?, ?> condition) {
    return new ConditionBuilder()
        .withType(text(condition.get("type")).orElse(""))
        .withStatus(text(condition.get("status")).orElse(""))
        .withReason(text(condition.get("reason")).orElse(""))
        .withMessage(text(condition.get("message")).orElse(""))
        .withLastTransitionTime(text(condition.get("lastTransitionTime")).orElse(null))
        .build();
  }

  private static Optional<String> text(Object value) {
    return Optional.ofNullable(value).map(Objects::toString).filter(text -> !text.isEmpty());
  }

  private static Stream<Map<?, ?>> maps(Object list) {
    return list instanceof List<?> items
        ? items.stream().filter(Map.class::isInstance).map(item -> (Map<?, ?>) item)
        : Stream.empty();
  }
}
