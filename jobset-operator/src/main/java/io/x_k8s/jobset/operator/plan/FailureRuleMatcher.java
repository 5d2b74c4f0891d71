package io.x_k8s.jobset.operator.plan;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.x_k8s.jobset.v1alpha2.FailurePolicyRule;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which failed Jobs a rule of the failure policy is about. An empty part of a rule matches
 * everything; a pattern is searched for anywhere in the failure message, in RE2 syntax, whose
 * running time is linear in the message.
 */
final class FailureRuleMatcher {
  private final List<String> reasons;
  private final List<String> targets;
  private final boolean anyMessage;
  private final List<Pattern> patterns = new ArrayList<>();
  private final List<PlannedEvent> warnings = new ArrayList<>();

  private FailureRuleMatcher(FailurePolicyRule rule) {
    this.reasons = orEmpty(rule.getOnJobFailureReasons());
    this.targets = orEmpty(rule.getTargetReplicatedJobs());
    List<String> expressions = orEmpty(rule.getOnJobFailureMessagePatterns());
    this.anyMessage = expressions.isEmpty();
    for (String expression : expressions) {
      try {
        patterns.add(Pattern.compile(expression));
      } catch (PatternSyntaxException e) {
        warnings.add(
            PlannedEvent.warning(
                "InvalidFailureMessagePattern",
                "failure policy rule \"%s\" has a pattern that matches nothing because it is no RE2 expression: \"%s\" (%s). Replace the JobSet by one with a valid pattern"
                    .formatted(rule.getName(), expression, e.getDescription())));
      }
    }
  }

  static FailureRuleMatcher of(FailurePolicyRule rule) {
    return new FailureRuleMatcher(rule);
  }

  boolean matches(JobRecord job) {
    String reason = job.finish().map(JobFinish::reason).orElse("");
    String message = job.finish().map(JobFinish::message).orElse("");
    return !job.replicatedJob().isEmpty()
        && (reasons.isEmpty() || reasons.contains(reason))
        && (targets.isEmpty() || targets.contains(job.replicatedJob()))
        && (anyMessage || patterns.stream().anyMatch(pattern -> pattern.matcher(message).find()));
  }

  /** What a user should know of this rule. */
  List<PlannedEvent> warnings() {
    return List.copyOf(warnings);
  }

  private static List<String> orEmpty(List<String> list) {
    return list == null ? List.of() : list;
  }
}
