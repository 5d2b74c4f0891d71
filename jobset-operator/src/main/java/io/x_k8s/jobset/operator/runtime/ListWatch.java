package io.x_k8s.jobset.operator.runtime;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/**
 * Where a {@link Reflector} gets the objects of one kind from, as records.
 *
 * @param <R> the record kept of each object
 */
public interface ListWatch<R> {
  /**
   * Reads one page of the list of all objects, at the newest version for the first page and at that
   * same version for the others.
   *
   * @param continueToken from the page before; null for the first
   * @throws Refused if the API server answers with an error
   * @throws IOException if there is no or no complete answer
   */
  Page<R> list(String continueToken) throws IOException, InterruptedException;

  /**
   * Opens a watch that tells everything that happened after a version, in order.
   *
   * @throws Refused if the API server answers with an error
   * @throws IOException if there is no answer
   */
  Watch<R> watch(String resourceVersion) throws IOException, InterruptedException;

  /**
   * A part of a list.
   *
   * @param objects the records of its objects
   * @param undecodableUids UIDs of objects that exist but cannot be read
   * @param resourceVersion version of the whole list
   * @param continueToken for the next page; null after the last
   */
  record Page<R>(
      List<R> objects,
      Collection<String> undecodableUids,
      String resourceVersion,
      String continueToken) {}

  /** An open watch. */
  interface Watch<R> extends AutoCloseable {
    /**
     * Waits for the next event.
     *
     * @return null when the server has ended the watch
     * @throws IOException when the connection broke or the watch was closed
     */
    Event<R> next() throws IOException;

    /** Ends the watch; whoever waits in {@link #next} gets an exception. */
    @Override
    void close();
  }

  /** What a watch tells. */
  sealed interface Event<R> {
    /** An object was added or changed. */
    record Changed<R>(R object) implements Event<R> {}

    /** An object is gone, or does not match the selector any more. */
    record Deleted<R>(String namespace, String name, String uid, String resourceVersion)
        implements Event<R> {}

    /** Nothing for us happened up to this version: a bookmark, or an object to be skipped. */
    record Progress<R>(String resourceVersion) implements Event<R> {}
  }

  /** The API server answered with an error. */
  final class Refused extends IOException {
    private static final long serialVersionUID = 1;
    private static final int GONE = 410;

    private final int code;

    Refused(int code, String message) {
      super("HTTP " + code + ": " + message);
      this.code = code;
    }

    /** Whether the requested version is too old, so that only a new list helps. */
    boolean isExpired() {
      return code == GONE;
    }
  }
}
