package io.x_k8s.jobset.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.x_k8s.jobset.admission.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The random JobSets are worth being asked about. */
class RandomSampleTest {
  @Test
  void everyRuleIsBrokenOftenAndNotByAll() {
    List<Mistake> rules = new ArrayList<>(SchemaMistakes.all());
    rules.addAll(WebhookMistakes.all());
    RuleHits hits = new RuleHits(rules);
    int refused = 0;
    for (RandomSample sample : RandomSample.standard()) {
      Findings findings = sample.findings();
      hits.count(findings.errors());
      refused += findings.isAccepted() ? 0 : 1;
    }
    System.out.printf(
        "%d JobSets, seed %d, %d refused; rules broken: %s%n",
        RandomSample.LENGTH, RandomSample.SEED, refused, hits);

    assertThat(refused * 100 / RandomSample.LENGTH).isBetween(30, 70);
    assertThat(hits.hits())
        .allSatisfy((rule, count) -> assertThat(count).as(rule).isGreaterThanOrEqualTo(10));
  }

  @Test
  void withoutMistakesNothingIsSaid() {
    RandomJobSets right = new RandomJobSets(new Random(RandomSample.SEED));
    for (int i = 0; i < 500; i++) {
      RandomSample sample = new RandomSample(i, right.next(), RandomSample.ALL_GATES);

      assertThat(sample.findings().errors()).isEmpty();
    }
  }

  @Test
  void theSameSeedGivesTheSame() {
    assertThat(Serialization.asJson(RandomSample.sequence(3, 50)))
        .isEqualTo(Serialization.asJson(RandomSample.sequence(3, 50)))
        .isNotEqualTo(Serialization.asJson(RandomSample.sequence(4, 50)));
  }
}
