package io.x_k8s.jobset.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.operator.plan.Action;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FailedActionsTest {
  private final List<String> attempts = new ArrayList<>();

  @Test
  void atFirstAllActionsAreTried() {
    FailedActions failed = FailedActions.NONE.retry(deletions("a", "b", "c"), refusing("a", "c"));

    assertThat(attempts).containsExactly("abc");
    assertThat(failed.messages().values()).containsExactly("a refused", "c refused");
  }

  @Test
  void ofThoseThatFailedOneAtATimeIsTriedAgain() {
    FailedActions failed = FailedActions.NONE;
    for (int pass = 0; pass < 4; pass++) {
      failed = failed.retry(deletions("a", "b", "c"), refusing("a", "b", "c"));
    }

    assertThat(attempts).containsExactly("abc", "a", "b", "c");
    assertThat(failed.messages()).hasSize(3);
  }

  @Test
  void whatHasNotFailedIsNotHeldUp() {
    FailedActions failed = FailedActions.NONE.retry(deletions("a"), refusing("a"));

    failed = failed.retry(deletions("a", "b"), refusing("a"));

    assertThat(attempts).containsExactly("a", "ba");
    assertThat(failed.messages().values()).containsExactly("a refused");
  }

  @Test
  void onceOneIsAcceptedAllAreTried() {
    FailedActions failed =
        FailedActions.NONE.retry(deletions("a", "b", "c"), refusing("a", "b", "c"));

    failed = failed.retry(deletions("a", "b", "c"), refusing());

    assertThat(attempts).containsExactly("abc", "a", "bc");
    assertThat(failed.isEmpty()).isTrue();
  }

  @Test
  void theMessagesStayTheSameSoThatTheEventIsOneSeries() {
    FailedActions first =
        FailedActions.NONE.retry(deletions("a", "b", "c"), refusing("a", "b", "c"));

    FailedActions second = first.retry(deletions("a", "b", "c"), refusing("a", "b", "c"));

    assertThat(new TreeSet<>(second.messages().values()))
        .isEqualTo(new TreeSet<>(first.messages().values()));
  }

  @Test
  void failuresOfActionsThatAreNoLongerPlannedAreForgotten() {
    FailedActions failed = FailedActions.NONE.retry(deletions("a", "b"), refusing("a", "b"));

    failed = failed.retry(deletions("b"), refusing("b"));

    assertThat(failed.messages().values()).containsExactly("b refused");
  }

  private Function<List<Action>, Map<Action, String>> refusing(String... names) {
    Set<String> refused = Set.of(names);
    return actions -> {
      Map<Action, String> failures = new LinkedHashMap<>();
      StringBuilder attempt = new StringBuilder();
      for (Action action : actions) {
        String name = ((Action.DeleteJob) action).name();
        attempt.append(name);
        if (refused.contains(name)) {
          failures.put(action, name + " refused");
        }
      }
      attempts.add(attempt.toString());
      return failures;
    };
  }

  private static List<Action> deletions(String... names) {
    return Arrays.stream(names).<Action>map(name -> new Action.DeleteJob(name, "uid")).toList();
  }
}
