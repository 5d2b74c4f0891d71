package io.x_k8s.jobset.client.v1alpha2.explain;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Puts Pods together of which the same is to be said: thousands often have one cause. */
final class Findings {

  private final Map<Reason, Group> groups = new LinkedHashMap<>();

  void add(Pod pod, Function<List<String>, Reason> reason) {
    add(pod, 0, (pods, restarts) -> reason.apply(pods));
  }

  /** The number of restarts does not tell Pods apart; the greatest one is told. */
  void add(Pod pod, int restarts, BiFunction<List<String>, Integer, Reason> reason) {
    groups
        .computeIfAbsent(reason.apply(List.of(), 0), ofNobody -> new Group(reason))
        .add(pod, restarts);
  }

  List<Reason> reasons() {
    return groups.values().stream().map(Group::reason).toList();
  }

  private static final class Group {

    private final BiFunction<List<String>, Integer, Reason> reason;
    private final List<String> pods = new ArrayList<>();
    private int restarts;

    Group(BiFunction<List<String>, Integer, Reason> reason) {
      this.reason = reason;
    }

    void add(Pod pod, int restarts) {
      pods.add(pod.getMetadata().getName());
      this.restarts = Math.max(this.restarts, restarts);
    }

    Reason reason() {
      return reason.apply(pods, restarts);
    }
  }
}
