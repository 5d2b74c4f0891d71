package io.x_k8s.jobset.v1alpha2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

/** Whatever a newer API adds, in fields or in values, survives these classes. */
class UnknownFieldsTest {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private static final String EVERY_OBJECT_ONCE =
      """
      apiVersion: jobset.x-k8s.io/v1alpha2
      kind: JobSet
      metadata: {name: a}
      spec:
        replicatedJobs:
        - name: a
          template: {spec: {}}
          dependsOn: [{name: b}]
        network: {subdomain: s}
        successPolicy: {operator: All}
        failurePolicy: {rules: [{name: r}]}
        startupPolicy: {startupPolicyOrder: InOrder}
        coordinator: {replicatedJob: a}
        volumeClaimPolicies:
        - templates: [{metadata: {name: v}, spec: {}}]
          retentionPolicy: {whenDeleted: Delete}
      status:
        conditions: [{type: Failed}]
        restarts: 0
        replicatedJobsStatus:
        - {name: a, ready: 0, succeeded: 0, failed: 0, active: 0, suspended: 0}
      """;

  @Test
  void fieldsThatNoClassKnowsAreKeptInEveryObject() {
    JsonNode manifest = SERIALIZATION.unmarshal(EVERY_OBJECT_ONCE, JsonNode.class);
    int added = addUnknownFields(manifest);
    assertThat(added).isEqualTo(21);

    JobSet jobSet = SERIALIZATION.unmarshal(manifest.toString(), JobSet.class);

    assertThat(tree(jobSet)).isEqualTo(manifest);
    assertThat(tree(jobSet.edit().build())).isEqualTo(manifest);
    assertThat(jobSet.edit().build()).isEqualTo(jobSet);
  }

  private static int addUnknownFields(JsonNode node) {
    int added = 0;
    for (JsonNode child : node) {
      added += addUnknownFields(child);
    }
    if (node instanceof ObjectNode object) {
      object.putObject("fieldOfTheFuture").putArray("values").add(1).add("two");
      added++;
    }
    return added;
  }

  @Test
  void valuesThatNoConstantNamesAreKept() {
    JsonNode manifest =
        SERIALIZATION.unmarshal(
            """
            apiVersion: jobset.x-k8s.io/v1alpha2
            kind: JobSet
            spec:
              successPolicy: {operator: Most}
              failurePolicy:
                restartStrategy: Gently
                rules: [{name: r, action: CallSomeone, onJobFailureReasons: [BadLuck]}]
              startupPolicy: {startupPolicyOrder: Alphabetical}
            status: {restarts: 0, terminalState: Abandoned}
            """,
            JsonNode.class);

    assertThat(tree(SERIALIZATION.unmarshal(manifest.toString(), JobSet.class)))
        .isEqualTo(manifest);
  }

  @Test
  void anIndexOfAnySizeThatTheSchemaAllowsIsRead() {
    assertThat(SERIALIZATION.unmarshal("{\"jobIndex\": 9223372036854775807}", Coordinator.class))
        .returns(Long.MAX_VALUE, Coordinator::getJobIndex);
  }

  private static JsonNode tree(JobSet jobSet) {
    return SERIALIZATION.unmarshal(SERIALIZATION.asJson(jobSet), JsonNode.class);
  }
}
