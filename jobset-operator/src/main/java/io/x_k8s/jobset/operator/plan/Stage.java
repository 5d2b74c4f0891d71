package io.x_k8s.jobset.operator.plan;

import java.util.List;
import java.util.Optional;

/**
 * Actions that may run at the same time. All of them are tried; if one fails, no later stage runs.
 *
 * @param actions the actions, in the order in which they should be started
 * @param failureReason reason of the Warning event that reports a failure; empty when a failure is
 *     only logged and retried
 */
public record Stage(List<Action> actions, Optional<String> failureReason) {

  public Stage {
    actions = List.copyOf(actions);
  }

  /** In short, for logs. */
  @Override
  public String toString() {
    return actions.size() + " × " + actions.getFirst().getClass().getSimpleName();
  }
}
