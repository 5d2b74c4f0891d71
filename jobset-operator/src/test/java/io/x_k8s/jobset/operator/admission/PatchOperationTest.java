package io.x_k8s.jobset.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PatchOperationTest {
  @Test
  void pointerEscapesWhatSeparatesKeys() {
    assertThat(PatchOperation.pointer("spec", "nodeSelector", "topology.kubernetes.io/zone", "a~b"))
        .isEqualTo("/spec/nodeSelector/topology.kubernetes.io~1zone/a~0b");
    assertThat(PatchOperation.pointer()).isEmpty();
  }
}
