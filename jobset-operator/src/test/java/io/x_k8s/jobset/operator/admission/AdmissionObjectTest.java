package io.x_k8s.jobset.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import org.junit.jupiter.api.Test;

class AdmissionObjectTest {
  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void isDecodedToItsModelClass() throws JsonProcessingException {
    AdmissionObject object =
        new AdmissionObject(mapper.readTree("{\"metadata\": {\"name\": \"p\"}}"), mapper);

    assertThat(object.as(Pod.class).getMetadata().getName()).isEqualTo("p");
  }

  @Test
  void tellsWhatCannotBeDecoded() throws JsonProcessingException {
    AdmissionObject object =
        new AdmissionObject(mapper.readTree("{\"spec\": {\"priority\": \"high\"}}"), mapper);

    assertThatThrownBy(() -> object.as(Pod.class))
        .isInstanceOf(UndecodableObjectException.class)
        .hasMessageContaining("high");
  }
}
