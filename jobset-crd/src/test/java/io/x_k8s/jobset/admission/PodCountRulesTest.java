package io.x_k8s.jobset.admission;

import static io.x_k8s.jobset.admission.Given.jobTemplate;
import static io.x_k8s.jobset.admission.Given.jobs;
import static io.x_k8s.jobset.admission.Given.refusals;
import static io.x_k8s.jobset.admission.Given.refusalsOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("admission:C5")
class PodCountRulesTest {
  private static final String TOO_MANY =
      "the product of replicas and parallelism must not exceed 2147483647 for replicatedJob";

  @Test
  void podsAreCountedIn64Bits() {
    assertThat(refusalsOf("36")).singleElement().asString().endsWith(TOO_MANY + " 'big'");
    assertThat(pods(Integer.MAX_VALUE, "parallelism: 2147483647"))
        .anySatisfy(error -> assertThat(error).contains(TOO_MANY));
    assertThat(pods(Integer.MIN_VALUE, "parallelism: -2147483648"))
        .anySatisfy(error -> assertThat(error).contains(TOO_MANY));
    assertThat(pods(1, "")).isEmpty();
    assertThat(pods(Integer.MAX_VALUE, "")).isEmpty();
  }

  private static List<String> pods(int replicas, String jobSpec) {
    return refusals(jobs("name: a, replicas: " + replicas + ", " + jobTemplate(jobSpec)));
  }
}
