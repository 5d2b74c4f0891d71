package io.x_k8s.jobset.admission;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The claims that a JobSet makes, by their names and where they are mounted (rules C15; G27). */
final class VolumeClaimRules {
  private final Candidate candidate;
  private final ExistingClaims existing;
  private final Errors errors;
  private final Set<String> earlier = new HashSet<>();
  private final Set<String> mounted;

  private VolumeClaimRules(Candidate candidate, ExistingClaims existing, Errors errors) {
    this.candidate = candidate;
    this.existing = existing;
    this.errors = errors;
    this.mounted =
        candidate.templates().stream()
            .map(Template::podSpec)
            .flatMap(pod -> Stream.of(pod.getInitContainers(), pod.getContainers()))
            .flatMap(VolumeClaimRules::stream)
            .map(Container::getVolumeMounts)
            .flatMap(VolumeClaimRules::stream)
            .map(VolumeMount::getName)
            .collect(Collectors.toSet());
  }

  static void check(Candidate candidate, ExistingClaims existing, Errors errors) {
    List<ClaimTemplate> claims = ClaimTemplate.allOf(candidate.spec());
    if (!claims.isEmpty()) {
      claims.forEach(new VolumeClaimRules(candidate, existing, errors)::check);
    }
  }

  /** The name becomes that of a volume, which the original does not check. */
  static void checkVolumeNames(Candidate candidate, Errors errors) {
    ClaimTemplate.allOf(candidate.spec()).stream()
        .filter(claim -> NameFormats.dns1123Subdomain(claim.name()).isEmpty())
        .forEach(
            claim ->
                errors.invalid(
                    claim.namePath(), claim.name(), NameFormats.dns1123Label(claim.name())));
  }

  private void check(ClaimTemplate claim) {
    if (!earlier.add(claim.name())) {
      refuseName(claim, "names must be unique for VolumeClaimPolicies template");
    }
    List<String> malformed = NameFormats.dns1123Subdomain(claim.name());
    malformed.forEach(detail -> refuseName(claim, detail));
    if (NameFormats.bytes(claim.nameFor(candidate)) > NameFormats.MAX_LABEL_BYTES) {
      refuseName(claim, "VolumeClaimPolicies template name is too long");
    }
    checkVolumes(claim);
    if (!mounted.contains(claim.name())) {
      errors.invalid(
          "spec.replicatedJobs",
          SpecTree.of(candidate.spec()).get("replicatedJobs"),
          "replicatedJob containers don't have a matching volumeMount: "
              + claim.name()
              + " from VolumeClaimPolicies");
    }
    if (malformed.isEmpty()) {
      ExistingClaimRules.check(candidate, claim, existing, errors);
    }
  }

  private void checkVolumes(ClaimTemplate claim) {
    for (Template template : candidate.templates()) {
      List<Volume> volumes = Objects.requireNonNullElse(template.podSpec().getVolumes(), List.of());
      for (int i = 0; i < volumes.size(); i++) {
        if (volumes.get(i) != null && claim.name().equals(volumes.get(i).getName())) {
          errors.invalid(
              template.podSpecPath() + ".volumes[" + i + "].name",
              claim.name(),
              "volume name conflicts with VolumeClaimPolicy template name: " + claim.name());
        }
      }
    }
  }

  private void refuseName(ClaimTemplate claim, String detail) {
    errors.add(
        FieldError.invalid(claim.namePath(), claim.name(), detail)
            .writtenAt(claim.originalPath() + ".name"));
  }

  private static <T> Stream<T> stream(Collection<T> values) {
    return values == null ? Stream.empty() : values.stream().filter(Objects::nonNull);
  }
}
