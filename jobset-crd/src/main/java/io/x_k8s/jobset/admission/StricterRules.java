package io.x_k8s.jobset.admission;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Rules that the original does not have: they refuse what could only fail later. At creation they
 * refuse. At an update they refuse only what the update breaks: an object that was stored before,
 * by the original or without a webhook, stays modifiable, and a warning tells of it.
 */
final class StricterRules {
  private StricterRules() {}

  static void create(Candidate candidate, Errors errors) {
    alwaysChecked(candidate, errors);
    JobTemplateRules.check(candidate, errors);
  }

  static void update(Candidate old, Candidate now, AdmissionGates gates, Errors errors) {
    Set<FieldError> broken = new LinkedHashSet<>(changeable(now, gates));
    broken.removeAll(changeable(old, gates));
    broken.forEach(errors::add);
  }

  static void warnOfStored(
      Candidate old, Candidate now, AdmissionGates gates, List<String> warnings) {
    Set<FieldError> broken = new LinkedHashSet<>(changeable(now, gates));
    broken.retainAll(changeable(old, gates));
    broken.forEach(
        error -> warnings.add(error.path() + ": a new JobSet would be refused: " + error.body()));
  }

  private static void alwaysChecked(Candidate candidate, Errors errors) {
    TemplateNameRules.checkNotEmpty(candidate, errors);
    DependsOnRules.checkItself(candidate, errors);
    NetworkRules.checkImplicit(candidate, errors);
    FailurePolicyRules.checkUnusable(candidate, errors);
    VolumeClaimRules.checkVolumeNames(candidate, errors);
    ExclusivePlacementRules.check(candidate, errors);
  }

  /**
   * What an update can break, by the original's rules too, which run at creation only (G8, G20).
   */
  private static List<FieldError> changeable(Candidate candidate, AdmissionGates gates) {
    Errors errors = new Errors();
    if (gates.elasticJobSet()) {
      for (Template template : candidate.templates()) {
        PodCountRules.check(template, errors);
        TemplateNameRules.checkPodNames(candidate, template, errors);
      }
    }
    CoordinatorRules.check(candidate, errors);
    alwaysChecked(candidate, errors);
    return errors.list();
  }
}
