package io.x_k8s.jobset.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobKeyTest {
  @ParameterizedTest
  @CsvSource({
    "default, test-jobset-test-job-0, 6ba6d106e9c097f6ee3ae5cbac6211097c1eaa2d",
    "default, pytorch-workers-0, e9c32417bf7f6390f44a2ef26e6f278b2d102443",
    "ns, js-rj-12, 17a25d3a6e0740401479ebce01e87e717a9a80c4",
    "default, js-workers-0, 3088a61cca4e2b285ba0c7152a3394241edcfbc1",
    "default, js-workers-1, 20dc345bc2e84bd8edbf2a3c1e402ea64730add9",
    "team-a, js-workers-0, 2c2a8bc58f39692ddd195b60d3ddcf5d4c8821b7",
    "default, grouped-a-0, ac471cbae6a185472bf825cdfc79edde8d46955a",
    "default, grouped-c-2, afc8258da73a3402879f0048119a0268ccb5c3ae",
  })
  @Tag("controller:C-023")
  @Tag("api:A21")
  void keyIsTheSha1OfNamespaceAndJob(String namespace, String job, String key) {
    assertThat(JobKey.of(namespace, job)).isEqualTo(key);
  }
}
