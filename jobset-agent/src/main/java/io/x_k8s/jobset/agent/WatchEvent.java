package io.x_k8s.jobset.agent;

import java.io.IOException;

/** What a watch tells. */
sealed interface WatchEvent {
  /**
   * The JobSet was added or changed.
   *
   * @param jobSet what it says now
   */
  record Changed(JobSetState jobSet) implements WatchEvent {}

  /** The JobSet is gone. */
  record Deleted() implements WatchEvent {}

  /** Nothing has happened, and the connection is alive. */
  record Bookmark() implements WatchEvent {}

  /**
   * Reads one event.
   *
   * @throws Refused if it is an error
   */
  static WatchEvent read(JsonReader json) throws IOException {
    String type = "";
    JobSetObject object = null;
    json.beginObject();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      switch (name) {
        case "type" -> type = json.scalar();
        case "object" -> object = JobSetObject.read(json);
        default -> json.skip();
      }
    }
    if (object == null) {
      throw new IOException("an event of the API server is empty");
    }
    return switch (type) {
      case "ADDED", "MODIFIED" -> new Changed(object.state());
      case "DELETED" -> new Deleted();
      case "BOOKMARK" -> new Bookmark();
      default -> throw new Refused(object.code(), object.message());
    };
  }
}
