package io.x_k8s.jobset.v1alpha2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * The classes of this module work with Jackson 3 as well. (Those that fabric8 7 contributes do not,
 * so no Pod template is in here.)
 */
class Jackson3Test {
  private static final String JOB_SET =
      "{\"apiVersion\":\"jobset.x-k8s.io/v1alpha2\",\"kind\":\"JobSet\",\"spec\":{"
          + "\"replicatedJobs\":[{\"name\":\"a\",\"replicas\":0,\"dependsOn\":[]}],"
          + "\"network\":{\"enableDNSHostnames\":true},"
          + "\"coordinator\":{\"replicatedJob\":\"a\",\"jobIndex\":1}},"
          + "\"status\":{\"restarts\":0,\"replicatedJobsStatus\":[{\"name\":\"a\",\"ready\":0,"
          + "\"succeeded\":0,\"failed\":0,\"active\":0,\"suspended\":0}],\"new\":[1]}}";

  @Test
  void aJobSetSurvivesJackson3() {
    JsonMapper mapper = JsonMapper.builderWithJackson2Defaults().build();

    JobSet jobSet = mapper.readValue(JOB_SET, JobSet.class);

    assertThat(jobSet.getSpec().getReplicatedJobs().get(0).getReplicas()).isZero();
    assertThat(jobSet.getStatus().getAdditionalProperties()).containsKey("new");
    assertThat(mapper.writeValueAsString(jobSet)).isEqualTo(JOB_SET);
  }

  @Test
  void aListOfJobSetsSurvivesJackson3() {
    JsonMapper mapper = JsonMapper.builderWithJackson2Defaults().build();
    String list =
        "{\"apiVersion\":\"jobset.x-k8s.io/v1alpha2\",\"kind\":\"JobSetList\",\"items\":["
            + JOB_SET
            + "]}";

    assertThat(mapper.writeValueAsString(mapper.readValue(list, JobSetList.class))).isEqualTo(list);
  }
}
