package io.x_k8s.jobset.admission;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.x_k8s.jobset.v1alpha2.FailurePolicy;
import io.x_k8s.jobset.v1alpha2.FailurePolicyAction;
import io.x_k8s.jobset.v1alpha2.FailurePolicyRule;
import io.x_k8s.jobset.v1alpha2.JobFailureReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules of the failure policy (rules C12; G6, G7). */
final class FailurePolicyRules {
  private static final String RULES = "spec.failurePolicy.rules";
  private static final int MAX_REPLICAS_OF_SINGLE_RESTARTS = 1024;
  private static final int MAX_NAME_BYTES = 128;
  private static final java.util.regex.Pattern IS_RULE_NAME =
      java.util.regex.Pattern.compile("[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?");
  private static final Set<String> SINGLE_JOB_ACTIONS =
      Set.of(
          FailurePolicyAction.RESTART_JOB, FailurePolicyAction.RESTART_JOB_AND_IGNORE_MAX_RESTARTS);
  private static final Set<String> REASONS =
      Set.of(
          JobFailureReason.BACKOFF_LIMIT_EXCEEDED,
          JobFailureReason.DEADLINE_EXCEEDED,
          JobFailureReason.FAILED_INDEXES,
          JobFailureReason.MAX_FAILED_INDEXES_EXCEEDED,
          JobFailureReason.POD_FAILURE_POLICY);

  private final Candidate candidate;
  private final List<FailurePolicyRule> rules;
  private final Errors errors;

  private FailurePolicyRules(Candidate candidate, Errors errors) {
    this.candidate = candidate;
    this.errors = errors;
    FailurePolicy policy = candidate.spec().getFailurePolicy();
    this.rules = new ArrayList<>();
    if (policy != null && policy.getRules() != null) {
      policy
          .getRules()
          .forEach(rule -> rules.add(Objects.requireNonNullElseGet(rule, FailurePolicyRule::new)));
    }
  }

  static void check(Candidate candidate, AdmissionGates gates, Errors errors) {
    new FailurePolicyRules(candidate, errors).check(gates);
  }

  /** What the original finds out only when a Job has failed. */
  static void checkUnusable(Candidate candidate, Errors errors) {
    FailurePolicyRules policy = new FailurePolicyRules(candidate, errors);
    policy.checkMaxRestarts();
    policy.checkPatterns();
  }

  private void check(AdmissionGates gates) {
    for (int i = 0; i < rules.size(); i++) {
      if (SINGLE_JOB_ACTIONS.contains(action(i)) && !gates.restartJob()) {
        errors.invalid(
            path(i) + ".action",
            action(i),
            "RestartJob and RestartJobAndIgnoreMaxRestarts failure policy actions are not allowed"
                + " when RestartJob feature gate is disabled");
        return;
      }
    }
    checkReplicas();
    for (int i = 0; i < rules.size(); i++) {
      checkName(i);
      checkTargets(i);
      checkReasons(i);
    }
    checkUnique();
  }

  /** The status has a list of restarts per Job, which is bounded. */
  private void checkReplicas() {
    if (rules.stream().noneMatch(rule -> SINGLE_JOB_ACTIONS.contains(action(rule)))) {
      return;
    }
    candidate.templates().stream()
        .filter(template -> template.replicas() > MAX_REPLICAS_OF_SINGLE_RESTARTS)
        .findFirst()
        .ifPresent(
            template ->
                errors.invalid(
                    template.path() + ".replicas",
                    template.replicas(),
                    "JobSet cannot have a failure policy rule with RestartJob or"
                        + " RestartJobAndIgnoreMaxRestarts action and a replicated job with"
                        + " replicas > "
                        + MAX_REPLICAS_OF_SINGLE_RESTARTS));
  }

  private void checkName(int index) {
    String name = name(index);
    int length = NameFormats.bytes(name);
    if (length < 1 || length > MAX_NAME_BYTES) {
      errors.invalid(
          path(index) + ".name",
          name,
          "invalid failure policy rule name of length "
              + length
              + ", the rule name must be at least 1 characters long and at most "
              + MAX_NAME_BYTES
              + " characters long");
    }
    if (!IS_RULE_NAME.matcher(name).matches()) {
      errors.invalid(
          path(index) + ".name",
          name,
          "invalid failure policy rule name '"
              + name
              + "', a failure policy rule name must start with an alphabetic character, optionally"
              + " followed by a string of alphanumeric characters or '_,:', and must end with an"
              + " alphanumeric character or '_'");
    }
  }

  private void checkTargets(int index) {
    List<String> targets = orEmpty(rules.get(index).getTargetReplicatedJobs());
    for (int i = 0; i < targets.size(); i++) {
      if (candidate.template(targets.get(i)).isEmpty()) {
        errors.invalid(
            path(index) + ".targetReplicatedJobs[" + i + "]",
            targets.get(i),
            "invalid replicatedJob name '"
                + targets.get(i)
                + "' in failure policy does not appear in .spec.ReplicatedJobs");
      }
    }
  }

  private void checkReasons(int index) {
    List<String> reasons = orEmpty(rules.get(index).getOnJobFailureReasons());
    for (int i = 0; i < reasons.size(); i++) {
      if (!REASONS.contains(String.valueOf(reasons.get(i)))) {
        errors.invalid(
            path(index) + ".onJobFailureReasons[" + i + "]",
            reasons.get(i),
            "invalid job failure reason '"
                + reasons.get(i)
                + "' in failure policy is not a recognized job failure reason");
      }
    }
  }

  private void checkUnique() {
    Map<String, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < rules.size(); i++) {
      places.computeIfAbsent(name(i), name -> new ArrayList<>()).add(i);
    }
    places.forEach(
        (name, indexes) -> {
          if (indexes.size() > 1) {
            errors.invalid(
                path(indexes.get(1)) + ".name",
                name,
                indexes.stream()
                    .map(String::valueOf)
                    .collect(
                        Collectors.joining(
                            " ",
                            "rule names are not unique, rules with indices [",
                            "] all have the same name '" + name + "'")));
          }
        });
  }

  private void checkMaxRestarts() {
    FailurePolicy policy = candidate.spec().getFailurePolicy();
    Integer maxRestarts = policy == null ? null : policy.getMaxRestarts();
    if (maxRestarts != null && maxRestarts < 0) {
      errors.invalid(
          "spec.failurePolicy.maxRestarts", maxRestarts, "must be greater than or equal to 0");
    }
  }

  private void checkPatterns() {
    for (int i = 0; i < rules.size(); i++) {
      List<String> patterns = orEmpty(rules.get(i).getOnJobFailureMessagePatterns());
      for (int j = 0; j < patterns.size(); j++) {
        checkPattern(path(i) + ".onJobFailureMessagePatterns[" + j + "]", patterns.get(j));
      }
    }
  }

  private void checkPattern(String path, String pattern) {
    try {
      Pattern.compile(Objects.requireNonNullElse(pattern, ""));
    } catch (PatternSyntaxException e) {
      errors.invalid(
          path, pattern, "must be a regular expression in RE2 syntax: " + e.getDescription());
    }
  }

  private String name(int index) {
    return Objects.requireNonNullElse(rules.get(index).getName(), "");
  }

  private String action(int index) {
    return action(rules.get(index));
  }

  private static String action(FailurePolicyRule rule) {
    return Objects.requireNonNullElse(rule.getAction(), "");
  }

  private static String path(int index) {
    return RULES + "[" + index + "]";
  }

  private static List<String> orEmpty(List<String> list) {
    return Objects.requireNonNullElse(list, List.of());
  }
}
