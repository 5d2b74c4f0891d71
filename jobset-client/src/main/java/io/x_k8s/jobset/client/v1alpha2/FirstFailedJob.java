package io.x_k8s.jobset.client.v1alpha2;

import io.x_k8s.jobset.v1alpha2.JobSetConditionMessages;
import java.util.Optional;
import java.util.regex.Pattern;

/** The API has no field for the Job that failed first: its name is the end of a message. */
final class FirstFailedJob {

  private static final Pattern AT_THE_END =
      Pattern.compile(
          Pattern.quote(JobSetConditionMessages.FIRST_FAILED_JOB).replace("%s", "\\E(\\S+)\\Q")
              + "$");

  private FirstFailedJob() {}

  static Optional<String> namedIn(String message) {
    var matcher = AT_THE_END.matcher(message);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
