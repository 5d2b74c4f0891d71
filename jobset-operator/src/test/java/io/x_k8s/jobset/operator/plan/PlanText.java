package io.x_k8s.jobset.operator.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.x_k8s.jobset.v1alpha2.JobSet;

/** Everything that a plan says, as text, so that plans can be compared; JobSets likewise. */
final class PlanText {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PlanText() {}

  static String of(Plan plan) {
    StringBuilder text = new StringBuilder();
    for (Stage stage : plan.stages()) {
      text.append("stage ").append(stage.failureReason()).append('\n');
      stage.actions().forEach(action -> text.append(of(action)).append('\n'));
    }
    for (int done = 0; done <= plan.stages().size(); done++) {
      text.append("status after ").append(done).append(": ");
      text.append(plan.statusAfter(done)).append('\n');
    }
    return text.append(plan.events()).append(plan.comeBackIn()).append(plan.problem()).toString();
  }

  private static String of(Action action) {
    return switch (action) {
      case Action.CreateJob create -> create.name() + " " + json(create.job().get());
      default -> action.toString();
    };
  }

  static String json(Object object) {
    try {
      return MAPPER.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static JobSet copy(JobSet jobSet) {
    try {
      return MAPPER.readValue(json(jobSet), JobSet.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
