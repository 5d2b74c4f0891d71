package io.x_k8s.jobset.operator.apply;

import io.x_k8s.jobset.operator.plan.Action;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What failed when a JobSet was last worked on. When it is tried again, one such action goes ahead
 * of the others: what the server does not accept then costs one request a pass, not a thousand.
 * They take turns, so that one which is never accepted does not hold up those that would be.
 *
 * @param messages what each failed action was answered, the one that is to go ahead first
 */
record FailedActions(Map<String, String> messages) {
  static final FailedActions NONE = new FailedActions(Map.of());

  /**
   * Tries the actions of a stage.
   *
   * @param actions what is to be done
   * @param attempt tries actions at the same time and gives the messages of those that failed
   * @return what has failed now, or before and has not been tried again
   */
  FailedActions retry(List<Action> actions, Function<List<Action>, Map<Action, String>> attempt) {
    Map<String, Action> failedBefore = new HashMap<>();
    List<Action> first = new ArrayList<>();
    for (Action action : actions) {
      if (messages.containsKey(key(action))) {
        failedBefore.put(key(action), action);
      } else {
        first.add(action);
      }
    }
    if (failedBefore.isEmpty()) {
      return of(attempt.apply(first));
    }
    List<Action> waiting =
        messages.keySet().stream()
            .filter(failedBefore::containsKey)
            .map(failedBefore::get)
            .collect(Collectors.toCollection(ArrayList::new));
    Action probe = waiting.remove(0);
    first.add(probe);
    Map<Action, String> failed = new LinkedHashMap<>(attempt.apply(first));
    if (!failed.containsKey(probe)) {
      failed.putAll(attempt.apply(waiting));
      return of(failed);
    }
    Map<String, String> result = new LinkedHashMap<>();
    waiting.forEach(action -> result.put(key(action), messages.get(key(action))));
    result.putAll(of(failed).messages);
    return new FailedActions(result);
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  private static FailedActions of(Map<Action, String> failed) {
    Map<String, String> result = new LinkedHashMap<>();
    failed.forEach((action, message) -> result.put(key(action), message));
    return new FailedActions(result);
  }

  private static String key(Action action) {
    return switch (action) {
      case Action.CreateJob create -> "create " + create.name();
      case Action.DeleteJob delete -> "delete " + delete.name();
      case Action.PatchJob patch -> "patch " + patch.name();
      case Action.CreateService create -> "service " + create.service().getMetadata().getName();
      case Action.CreateClaim create -> "claim " + create.claim().getMetadata().getName();
      case Action.DeleteJobSet delete -> "jobset";
    };
  }
}
