package io.x_k8s.jobset.agent;

import java.io.IOException;
import java.util.OptionalInt;

/**
 * What an answer of the API server shows: a JobSet, or a Status, which tells of a refusal.
 *
 * @param state what the JobSet says
 * @param code code of the Status, 0 if it is none
 * @param message message of the Status
 */
record JobSetObject(JobSetState state, int code, String message) {
  private static final String DISABLE = "jobset.sigs.k8s.io/disable-in-place-restart";
  private static final String IN_PLACE_RESTART = "InPlaceRestart";

  static JobSetObject read(JsonReader json) throws IOException {
    return new Reading().object(json);
  }

  private static final class Reading {
    private boolean disabled;
    private boolean wanted;
    private OptionalInt current = OptionalInt.empty();
    private OptionalInt previous = OptionalInt.empty();
    private int code;
    private String message = "";

    JobSetObject object(JsonReader json) throws IOException {
      json.beginObject();
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        switch (name) {
          case "metadata" -> metadata(json);
          case "spec" -> spec(json);
          case "status" -> status(json);
          case "code" -> code = Integer.parseInt(json.scalar());
          case "message" -> message = json.scalar();
          default -> json.skip();
        }
      }
      return new JobSetObject(
          new JobSetState(disabled || !wanted, current, previous), code, message);
    }

    private void metadata(JsonReader json) throws IOException {
      json.beginObject();
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        if (name.equals("annotations") && json.isObject()) {
          json.beginObject();
          for (String key = json.nextName(); key != null; key = json.nextName()) {
            disabled |= key.equals(DISABLE);
            json.skip();
          }
        } else {
          json.skip();
        }
      }
    }

    private void spec(JsonReader json) throws IOException {
      json.beginObject();
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        if (name.equals("failurePolicy") && json.isObject()) {
          json.beginObject();
          for (String key = json.nextName(); key != null; key = json.nextName()) {
            if (key.equals("restartStrategy")) {
              wanted = json.scalar().equals(IN_PLACE_RESTART);
            } else {
              json.skip();
            }
          }
        } else {
          json.skip();
        }
      }
    }

    /** That of a Status is a word. */
    private void status(JsonReader json) throws IOException {
      if (!json.isObject()) {
        json.skip();
        return;
      }
      json.beginObject();
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        switch (name) {
          case "currentInPlaceRestartAttempt" -> current = number(json);
          case "previousInPlaceRestartAttempt" -> previous = number(json);
          default -> json.skip();
        }
      }
    }

    private static OptionalInt number(JsonReader json) throws IOException {
      String text = json.scalar();
      return text.equals("null") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }
  }
}
