package io.x_k8s.jobset.admission;

import java.util.Objects;

/**
 * One reason why a JobSet is refused.
 *
 * @param path the field, such as {@code spec.replicatedJobs[0].name}
 * @param kind what is wrong with it
 * @param value the value that is wrong, as JSON reads it: text, number, boolean, map, list, or null
 *     when the field is absent; shown only by the kinds that show one
 * @param detail what is expected; empty when the kind says everything
 * @param pathInMessage the path as {@link #message()} has it. It is the same as {@code path},
 *     except for a few fields whose path the original controller misspells: clients may look for
 *     its text
 */
public record FieldError(
    String path, Kind kind, Object value, String detail, String pathInMessage) {
  /** Longer values are cut, so that a message stays one that can be read. */
  private static final int MAX_VALUE_LENGTH = 2048;

  /** Checks that only the value may be null. */
  public FieldError {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(pathInMessage, "pathInMessage");
  }

  /**
   * An error whose message has the path as it is.
   *
   * @param path the field
   * @param kind what is wrong with it
   * @param value the value that is wrong
   * @param detail what is expected
   */
  public FieldError(String path, Kind kind, Object value, String detail) {
    this(path, kind, value, detail, path);
  }

  /** What is wrong with a field; the words are those of Kubernetes. */
  public enum Kind {
    /** The value is malformed or out of bounds. */
    INVALID("Invalid value", true, "FieldValueInvalid"),
    /** The value is none of an enumeration. */
    NOT_SUPPORTED("Unsupported value", true, "FieldValueNotSupported"),
    /** The value has a key that an earlier element has as well. */
    DUPLICATE("Duplicate value", true, "FieldValueDuplicate"),
    /** The list has more elements than allowed; the value is their number. */
    TOO_MANY("Too many", true, "FieldValueTooMany"),
    /** The text is longer than allowed. */
    TOO_LONG("Too long", false, "FieldValueTooLong"),
    /** The field must be given. */
    REQUIRED("Required value", false, "FieldValueRequired"),
    /** The field may not be given, or not be changed now. */
    FORBIDDEN("Forbidden", false, "FieldValueForbidden"),
    /** What the decision needs could not be found out. */
    INTERNAL("Internal error", false, "InternalError");

    private final String text;
    private final boolean showsValue;
    private final String reason;

    Kind(String text, boolean showsValue, String reason) {
      this.text = text;
      this.showsValue = showsValue;
      this.reason = reason;
    }

    /**
     * The kind as messages have it.
     *
     * @return for example {@code Invalid value}
     */
    public String text() {
      return text;
    }

    /**
     * The kind as the causes of a Kubernetes Status have it.
     *
     * @return for example {@code FieldValueInvalid}
     */
    public String reason() {
      return reason;
    }
  }

  static FieldError invalid(String path, Object value, String detail) {
    return new FieldError(path, Kind.INVALID, value, detail);
  }

  FieldError writtenAt(String otherPath) {
    return new FieldError(path, kind, value, detail, otherPath);
  }

  static FieldError of(String path, Kind kind, String detail) {
    return new FieldError(path, kind, null, detail);
  }

  /**
   * The error without the path, as the message of a cause in a Kubernetes Status.
   *
   * @return {@code <kind>[: <value>][: <detail>]}
   */
  public String body() {
    String body = kind.text();
    if (kind.showsValue) {
      body += ": " + JsonText.of(value, MAX_VALUE_LENGTH);
    }
    return detail.isEmpty() ? body : body + ": " + detail;
  }

  /**
   * The error as messages have it.
   *
   * @return {@code <path>: <kind>[: <value>][: <detail>]}
   */
  public String message() {
    return pathInMessage + ": " + body();
  }

  /** The same as {@link #message()}. */
  @Override
  public String toString() {
    return message();
  }
}
