package io.x_k8s.jobset.client.v1alpha2.explain;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Why a JobSet is not running, or not with all its Pods.
 *
 * @param reasons what stands in the way, the most general first; empty if nothing does that the
 *     cluster tells of
 */
public record Explanation(List<Reason> reasons) {

  /** Copies the list. */
  public Explanation {
    reasons = List.copyOf(reasons);
  }

  /**
   * Explains a JobSet.
   *
   * @param snapshot the JobSet and what is around it; not changed
   * @return what stands in its way
   */
  public static Explanation of(JobSetSnapshot snapshot) {
    return new Explanation(new Explainer(snapshot).reasons());
  }

  /**
   * The reasons of one kind.
   *
   * @param kind for example {@code Reason.Unschedulable.class}
   * @param <R> the kind
   * @return in the order of {@link #reasons()}
   */
  public <R extends Reason> List<R> of(Class<R> kind) {
    return reasons.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /**
   * The sentences of all reasons, one a line.
   *
   * @return for people to read; empty if there are no reasons
   */
  public String text() {
    return reasons.stream().map(Reason::sentence).collect(Collectors.joining("\n"));
  }
}
