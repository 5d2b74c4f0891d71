package io.x_k8s.jobset.e2e.admission;

import io.x_k8s.jobset.admission.AdmissionGates;
import io.x_k8s.jobset.admission.Findings;
import io.x_k8s.jobset.admission.Preflight;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One JobSet of a random sequence, right or with mistakes.
 *
 * @param number its place in the sequence
 * @param jobSet as a user would submit it
 * @param gates under which it is submitted: none for every third, all on for the rest
 */
record RandomSample(int number, JobSet jobSet, AdmissionGates gates) {
  static final AdmissionGates ALL_GATES = new AdmissionGates(true, true, true);
  static final long SEED = 20261123;
  static final int LENGTH = 2400;

  /** The sequence that all tests look at. */
  static List<RandomSample> standard() {
    return sequence(SEED, LENGTH);
  }

  /** The same seed gives the same samples. */
  static List<RandomSample> sequence(long seed, int length) {
    Random random = new Random(seed);
    List<Mistake> schema = SchemaMistakes.all();
    List<Mistake> webhook = WebhookMistakes.all();
    List<RandomSample> samples = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      JobSet jobSet = new RandomJobSets(random).next();
      int lot = random.nextInt(100);
      if (lot < 36) {
        mistakes(1 + random.nextInt(2), schema, jobSet, random);
      } else if (lot < 68) {
        mistakes(1 + random.nextInt(3), webhook, jobSet, random);
      }
      samples.add(new RandomSample(i, jobSet, i % 3 == 0 ? AdmissionGates.DEFAULT : ALL_GATES));
    }
    return samples;
  }

  private static void mistakes(int count, List<Mistake> all, JobSet jobSet, Random random) {
    for (int i = 0; i < count; i++) {
      all.get(random.nextInt(all.size())).make(jobSet);
    }
  }

  /** The same in another namespace. */
  RandomSample in(String namespace) {
    return new RandomSample(
        number, jobSet.edit().editMetadata().withNamespace(namespace).endMetadata().build(), gates);
  }

  /** What is said about it where {@link ClaimsThatExist} exist. */
  Findings findings() {
    return Preflight.create(jobSet, gates, ClaimsThatExist.of(jobSet));
  }
}
