package io.x_k8s.jobset.operator.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them: {@code 15s}, {@code 1m30s}, {@code 500ms}, {@code 1.5h}. */
final class GoDuration {
  private static final Map<String, Long> NANOS_OF_UNIT =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);
  private static final Pattern TERM =
      Pattern.compile("(?<number>\\d+\\.?\\d*|\\.\\d+)(?<unit>ns|us|µs|μs|ms|s|m|h)");
  private static final Pattern FORM = Pattern.compile("[-+]?(?:0|(?:" + TERM.pattern() + ")+)");

  private GoDuration() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException saying how a duration is written
   */
  static Duration parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must be a duration, such as \"15s\", \"1m30s\" or \"500ms\"");
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher term = TERM.matcher(text);
    while (term.find()) {
      BigDecimal number = new BigDecimal(term.group("number"));
      nanos = nanos.add(number.multiply(BigDecimal.valueOf(NANOS_OF_UNIT.get(term.group("unit")))));
    }
    if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("must be a duration of at most 292 years");
    }
    Duration duration = Duration.ofNanos(nanos.longValue());
    return text.startsWith("-") ? duration.negated() : duration;
  }

  /** The shortest form that names every unit from the largest on, as Go's: {@code 1m30s}. */
  static String format(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    String sign = duration.isNegative() ? "-" : "";
    Duration size = duration.abs();
    if (size.toSeconds() == 0) {
      return sign + formatBelowOneSecond(size.toNanosPart());
    }
    StringBuilder text = new StringBuilder(sign);
    if (size.toHours() > 0) {
      text.append(size.toHours()).append('h');
    }
    if (size.toMinutes() > 0) {
      text.append(size.toMinutesPart()).append('m');
    }
    BigDecimal seconds =
        BigDecimal.valueOf(size.toNanosPart(), 9).add(BigDecimal.valueOf(size.toSecondsPart()));
    return text.append(plain(seconds)).append('s').toString();
  }

  private static String formatBelowOneSecond(int nanos) {
    if (nanos >= 1_000_000) {
      return plain(BigDecimal.valueOf(nanos, 6)) + "ms";
    }
    return nanos >= 1_000 ? plain(BigDecimal.valueOf(nanos, 3)) + "µs" : nanos + "ns";
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
