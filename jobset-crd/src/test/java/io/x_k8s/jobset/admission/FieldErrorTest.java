package io.x_k8s.jobset.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FieldErrorTest {
  @Test
  void aTextIsQuotedAsGoDoes() {
    assertThat(FieldError.invalid("spec.x", "a\"b\\c\n\t\u0001\u007f é\u00a0\u202e😀", "no"))
        .hasToString(
            "spec.x: Invalid value: \"a\\\"b\\\\c\\n\\t\\x01\\x7f é\\u00a0\\u202e😀\": no");
  }

  @Test
  void numbersBooleansAndAbsentValuesArePlain() {
    assertThat(FieldError.invalid("p", 0, "d").message()).isEqualTo("p: Invalid value: 0: d");
    assertThat(FieldError.invalid("p", true, "d").message()).isEqualTo("p: Invalid value: true: d");
    assertThat(FieldError.invalid("p", null, "d").message()).isEqualTo("p: Invalid value: null: d");
  }

  @Test
  void anythingElseIsCompactJson() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("name", "a\u0001\"");
    value.put("list", List.of(1, true));

    assertThat(FieldError.invalid("p", value, "d").message())
        .isEqualTo("p: Invalid value: {\"list\":[1,true],\"name\":\"a\\u0001\\\"\"}: d");
  }

  @Test
  void aVeryLongValueIsCut() {
    assertThat(FieldError.invalid("p", "x".repeat(100_000), "d").message())
        .startsWith("p: Invalid value: \"xxx")
        .endsWith("x…: d")
        .hasSizeLessThan(5_000);
  }

  @Test
  void otherKindsShowNoValue() {
    assertThat(FieldError.of("p", FieldError.Kind.REQUIRED, "").message())
        .isEqualTo("p: Required value");
    assertThat(FieldError.of("p", FieldError.Kind.TOO_LONG, "d").body()).isEqualTo("Too long: d");
    assertThat(FieldError.of("p", FieldError.Kind.FORBIDDEN, "d").body()).isEqualTo("Forbidden: d");
    assertThat(FieldError.Kind.INTERNAL.reason()).isEqualTo("InternalError");
  }

  @Test
  void oneErrorStandsAlone() {
    assertThat(new Invalid("js", List.of(FieldError.invalid("p", 1, "d"))).message())
        .isEqualTo("JobSet.jobset.x-k8s.io \"js\" is invalid: p: Invalid value: 1: d");
  }

  @Test
  @Tag("admission:C22")
  void severalErrorsAreListedInOrderAndTheSameTextOnce() {
    FieldError first = FieldError.invalid("p", 1, "d");
    FieldError second = FieldError.of("q", FieldError.Kind.REQUIRED, "");

    assertThat(new Invalid("js", List.of(first, second, first)).message())
        .isEqualTo(
            "JobSet.jobset.x-k8s.io \"js\" is invalid:"
                + " [p: Invalid value: 1: d, q: Required value]");
  }

  @Test
  void aRefusalHasAReason() {
    assertThatThrownBy(() -> new Invalid("js", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
