package io.x_k8s.jobset.operator.features;

import io.x_k8s.jobset.operator.features.FeatureGate.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which features are on. Immutable; two values are equal when the same features are on.
 *
 * <p>{@code AllAlpha} and {@code AllBeta} set every gate of their stage that is not named itself.
 */
public final class FeatureGates {
  private static final Map<String, Stage> STAGE_SWITCHES =
      Map.of("AllAlpha", Stage.ALPHA, "AllBeta", Stage.BETA);

  /** Every gate at its default. */
  public static final FeatureGates DEFAULTS = of(Map.of());

  private final Set<FeatureGate> enabled;

  private FeatureGates(Set<FeatureGate> enabled) {
    this.enabled = Collections.unmodifiableSet(enabled);
  }

  /**
   * The gates after the given settings, gates that are not mentioned at their defaults.
   *
   * @param settings gate name, or {@code AllAlpha} or {@code AllBeta}, to on or off
   * @throws IllegalArgumentException naming all of {@link #problems}
   */
  public static FeatureGates of(Map<String, Boolean> settings) {
    List<String> problems = problems(settings);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    Set<FeatureGate> enabled = EnumSet.noneOf(FeatureGate.class);
    for (FeatureGate gate : FeatureGate.values()) {
      if (isEnabledBy(settings, gate)) {
        enabled.add(gate);
      }
    }
    return new FeatureGates(enabled);
  }

  /**
   * What is wrong with the settings: one text for each unknown name and each locked gate that would
   * be moved, in the order of the names. Empty if the settings can be used.
   */
  public static List<String> problems(Map<String, Boolean> settings) {
    List<String> problems = new ArrayList<>();
    new TreeMap<>(settings).forEach((key, on) -> problem(key, on).ifPresent(problems::add));
    return List.copyOf(problems);
  }

  /** Whether the feature is on. */
  public boolean isEnabled(FeatureGate gate) {
    return enabled.contains(gate);
  }

  /** These gates with the given one on. Meant for tests of what a feature does. */
  public FeatureGates with(FeatureGate gate) {
    Set<FeatureGate> more = EnumSet.of(gate);
    more.addAll(enabled);
    return new FeatureGates(more);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeatureGates gates && enabled.equals(gates.enabled);
  }

  @Override
  public int hashCode() {
    return enabled.hashCode();
  }

  /** Every gate and its value, for example {@code InPlaceRestart=false,RestartJob=true,…}. */
  @Override
  public String toString() {
    return Arrays.stream(FeatureGate.values())
        .map(gate -> gate.key() + "=" + isEnabled(gate))
        .collect(Collectors.joining(","));
  }

  private static boolean isEnabledBy(Map<String, Boolean> settings, FeatureGate gate) {
    Boolean named = settings.get(gate.key());
    if (named != null) {
      return named;
    }
    return STAGE_SWITCHES.entrySet().stream()
        .filter(entry -> entry.getValue() == gate.stage())
        .map(entry -> settings.get(entry.getKey()))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(gate.isEnabledByDefault());
  }

  private static Optional<String> problem(String key, boolean on) {
    if (STAGE_SWITCHES.containsKey(key)) {
      return Optional.empty();
    }
    Optional<FeatureGate> gate = FeatureGate.ofKey(key);
    if (gate.isEmpty()) {
      return Optional.of("unrecognized feature gate: " + key + "; known gates: " + knownKeys());
    }
    return gate.filter(known -> known.isLocked() && known.isEnabledByDefault() != on)
        .map(
            locked ->
                "cannot set feature gate %s to %s, feature is locked to %s"
                    .formatted(key, on, locked.isEnabledByDefault()));
  }

  private static String knownKeys() {
    List<String> keys =
        new ArrayList<>(Arrays.stream(FeatureGate.values()).map(FeatureGate::key).toList());
    keys.addAll(STAGE_SWITCHES.keySet());
    Collections.sort(keys);
    return String.join(", ", keys);
  }
}
