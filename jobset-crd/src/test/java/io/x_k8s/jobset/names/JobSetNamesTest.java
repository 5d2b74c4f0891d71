package io.x_k8s.jobset.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.v1alpha2.Coordinator;
import io.x_k8s.jobset.v1alpha2.CoordinatorBuilder;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.NetworkBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobSetNamesTest {
  private static final Coordinator LEADER =
      new CoordinatorBuilder()
          .withReplicatedJob("leader")
          .withJobIndex(1L)
          .withPodIndex(0L)
          .build();

  @Test
  void jobIsNamedAfterJobSetReplicatedJobAndIndex() {
    assertThat(JobSetNames.job("js", "rj", 12)).isEqualTo("js-rj-12");
  }

  @Test
  void podHostnameIsJobAndCompletionIndex() {
    assertThat(JobSetNames.podHostname("js-rj-12", 3)).isEqualTo("js-rj-12-3");
  }

  @Test
  void podDnsNameIsHostnameInSubdomain() {
    assertThat(JobSetNames.podDnsName("js-rj-12", 3, "sub")).isEqualTo("js-rj-12-3.sub");
  }

  @Test
  void claimIsNamedAfterTemplateAndJobSet() {
    assertThat(JobSetNames.claim("data", "js")).isEqualTo("data-js");
  }

  @Test
  void namespacedJobIsJoinedByUnderscore() {
    assertThat(JobSetNames.namespacedJob("default", "js-rj-0")).isEqualTo("default_js-rj-0");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "absent",
      value = {"absent, js", "'', js", "test-subdomain, test-subdomain"})
  void subdomainIsTheJobSetNameUnlessTheNetworkNamesOne(String given, String expected) {
    JobSet jobSet =
        jobSet()
            .editSpec()
            .withNetwork(new NetworkBuilder().withSubdomain(given).build())
            .endSpec()
            .build();

    assertThat(JobSetNames.subdomain(jobSet)).isEqualTo(expected);
  }

  @Test
  void subdomainOfAJobSetWithoutNetworkOrSpecIsItsName() {
    assertThat(JobSetNames.subdomain(jobSet().build())).isEqualTo("js");
    assertThat(JobSetNames.subdomain(jobSet().withSpec(null).build())).isEqualTo("js");
  }

  @Test
  @Tag("api:A25")
  void coordinatorEndpointIsTheDnsNameOfThePod() {
    JobSet jobSet = jobSet().editSpec().withCoordinator(LEADER).endSpec().build();

    assertThat(JobSetNames.coordinatorEndpoint(jobSet)).contains("js-leader-1-0.js");
  }

  @Test
  @Tag("controller:C-029")
  @Tag("api:A25")
  void coordinatorEndpointUsesTheSubdomainEvenWithoutDnsHostnames() {
    JobSet jobSet =
        jobSet()
            .editSpec()
            .withCoordinator(LEADER)
            .withNewNetwork()
            .withEnableDNSHostnames(false)
            .withSubdomain("sub")
            .endNetwork()
            .endSpec()
            .build();

    assertThat(JobSetNames.coordinatorEndpoint(jobSet)).contains("js-leader-1-0.sub");
  }

  @Test
  void coordinatorWithoutIndexesIsTheFirstPodOfTheFirstJob() {
    JobSet jobSet =
        jobSet()
            .editSpec()
            .withCoordinator(new CoordinatorBuilder().withReplicatedJob("leader").build())
            .endSpec()
            .build();

    assertThat(JobSetNames.coordinatorEndpoint(jobSet)).contains("js-leader-0-0.js");
  }

  @Test
  @Tag("controller:C-030")
  void jobSetWithoutCoordinatorHasNoEndpoint() {
    assertThat(JobSetNames.coordinatorEndpoint(jobSet().build())).isEmpty();
    assertThat(JobSetNames.coordinatorEndpoint(jobSet().withSpec(null).build())).isEmpty();
  }

  private static JobSetBuilder jobSet() {
    return new JobSetBuilder()
        .withNewMetadata()
        .withName("js")
        .endMetadata()
        .withNewSpec()
        .endSpec();
  }
}
