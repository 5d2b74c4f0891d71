package io.x_k8s.jobset.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Jackson would write is what the rules see. */
class ModelTreeTest {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  @Test
  void theTreeIsThatOfJackson() {
    assertThat(Manifests.all())
        .hasSizeGreaterThan(130)
        .allSatisfy(
            manifest -> {
              for (JobSet jobSet : manifest.jobSets()) {
                assertThat(ModelTree.of(jobSet.getSpec()))
                    .isEqualTo(Patches.tree(jobSet).get("spec"));
              }
            });
  }

  @Test
  void everyKindOfFieldIsThatOfJackson() {
    JobSet jobSet =
        SERIALIZATION.unmarshal(
            """
            spec:
              unknown: {list: [1, 2.5, true, null, x], map: {}}
              replicatedJobs:
              - name: a
                dependsOn: []
                template:
                  spec:
                    unknown: 1
                    template:
                      spec:
                        hostNetwork: false
                        securityContext: {}
                        tolerations: []
                        nodeSelector: {}
                        containers:
                        - name: main
                          args: [a, '']
                          livenessProbe: {httpGet: {port: http}, initialDelaySeconds: 0}
                          readinessProbe: {httpGet: {port: 80}}
                          resources: {limits: {cpu: 1, memory: 1Gi}, requests: {}}
              volumeClaimPolicies:
              - templates:
                - kind: PersistentVolumeClaim
                  metadata: {name: data}
                  spec: {resources: {requests: {storage: 1e3}}}
                  status: {capacity: {storage: 1}}
            """,
            JobSet.class);

    assertThat(ModelTree.of(jobSet.getSpec())).isEqualTo(Patches.tree(jobSet).get("spec"));
  }

  @Test
  void scalarsAndListsAreThemselves() {
    assertThat(ModelTree.of(null)).isNull();
    assertThat(ModelTree.of(List.of("a", 1, true))).isEqualTo(List.of("a", 1, true));
  }
}
