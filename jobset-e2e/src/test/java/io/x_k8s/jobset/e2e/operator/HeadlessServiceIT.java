package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.JobSets.A0;
import static io.x_k8s.jobset.e2e.operator.JobSets.ALL_JOBS;
import static io.x_k8s.jobset.e2e.operator.JobSets.NAME;
import static io.x_k8s.jobset.e2e.operator.JobSets.f1;
import static io.x_k8s.jobset.e2e.operator.Waiting.consistently;
import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.x_k8s.jobset.testing.JobSetAssert;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OperatorTest
class HeadlessServiceIT {

  @Test
  @Tag("controller:N-001")
  @Tag("controller:N-007")
  void serviceIsMadeAndMadeAgain(TestNamespace namespace) {
    namespace.create(f1());
    eventually(
        () ->
            assertThat(namespace.services())
                .singleElement()
                .satisfies(
                    service -> {
                      assertThat(service.getMetadata().getName()).isEqualTo(NAME);
                      assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
                      assertThat(service.getSpec().getPublishNotReadyAddresses()).isTrue();
                      assertThat(service.getSpec().getSelector())
                          .isEqualTo(Map.of("jobset.sigs.k8s.io/jobset-name", NAME));
                    }));
    String uid = namespace.services().get(0).getMetadata().getUid();

    namespace.client().resource(namespace.services().get(0)).delete();

    eventually(
        () ->
            assertThat(namespace.services())
                .singleElement()
                .satisfies(
                    service -> assertThat(service.getMetadata().getUid()).isNotEqualTo(uid)));
  }

  @Test
  @Tag("controller:N-009")
  void suspendedJobSetHasAService(TestNamespace namespace) {
    namespace.create(f1(spec -> spec.withSuspend(true)));

    eventually(() -> assertThat(namespace.services()).hasSize(1));
  }

  @Test
  @Tag("controller:N-010")
  void finishedJobSetNeedsNoService(TestNamespace namespace) {
    namespace.create(f1());
    namespace.jobController().complete(ALL_JOBS);
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted());

    namespace.client().resource(namespace.services().get(0)).delete();

    consistently(() -> assertThat(namespace.services()).isEmpty());
  }

  @Test
  @Tag("controller:N-013")
  void withoutDnsNamesThereIsNoService(TestNamespace namespace) {
    namespace.create(f1(spec -> spec.editNetwork().withEnableDNSHostnames(false).endNetwork()));

    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
    consistently(() -> assertThat(namespace.services()).isEmpty());
    assertThat(namespace.job(A0).getSpec().getTemplate().getSpec().getSubdomain()).isNull();
  }

  /** Section 24, no. 12. */
  @Test
  void foreignServiceIsLeftAloneAndToldOf(TestNamespace namespace) {
    namespace
        .client()
        .resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withName(NAME)
                .endMetadata()
                .withNewSpec()
                .withClusterIP("None")
                .withSelector(Map.of("app", "other"))
                .endSpec()
                .build())
        .inNamespace(namespace.name())
        .create();

    namespace.create(f1());

    eventually(
        () ->
            assertThat(namespace.events())
                .anySatisfy(
                    event -> {
                      assertThat(event.type()).isEqualTo("Warning");
                      assertThat(event.note())
                          .contains("service \"test-js\"", "spec.network.subdomain");
                    }));
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
    assertThat(namespace.services())
        .singleElement()
        .satisfies(
            service ->
                assertThat(service.getSpec().getSelector()).isEqualTo(Map.of("app", "other")));
  }
}
