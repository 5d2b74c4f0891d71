package io.x_k8s.jobset.agent;

import java.io.IOException;
import java.util.Optional;

/**
 * The JobSet at one moment.
 *
 * @param jobSet what it says; empty if there is none of that name
 * @param resourceVersion where a watch goes on
 */
record Listing(Optional<JobSetState> jobSet, String resourceVersion) {

  static Listing read(JsonReader json) throws IOException {
    Optional<JobSetState> jobSet = Optional.empty();
    String resourceVersion = "";
    json.beginObject();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      switch (name) {
        case "metadata" -> {
          json.beginObject();
          for (String key = json.nextName(); key != null; key = json.nextName()) {
            if (key.equals("resourceVersion")) {
              resourceVersion = json.scalar();
            } else {
              json.skip();
            }
          }
        }
        case "items" -> {
          json.beginArray();
          while (json.hasNext()) {
            jobSet = Optional.of(JobSetObject.read(json).state());
          }
        }
        default -> json.skip();
      }
    }
    if (resourceVersion.isEmpty()) {
      throw new IOException("the answer of the API server is no list of JobSets");
    }
    return new Listing(jobSet, resourceVersion);
  }
}
