package io.x_k8s.jobset.operator.admission;

import io.fabric8.kubernetes.api.model.StatusDetails;
import java.util.List;
import java.util.Optional;

/** The answer to a request. */
public sealed interface Verdict {
  /** Goes on, unchanged. */
  static Verdict allowed() {
    return Allowed.UNCHANGED;
  }

  /**
   * Goes on with changes.
   *
   * @param patch applied in this order; may be empty
   */
  static Verdict allowed(List<PatchOperation> patch) {
    return new Allowed(patch, List.of());
  }

  /** Is refused with 403 {@code Forbidden}, as rules about Pods are. */
  static Verdict forbidden(String message) {
    return new Denied(403, "Forbidden", message, Optional.empty());
  }

  /**
   * Goes on.
   *
   * @param patch changes to the object, applied in this order
   * @param warnings sentences that the API server passes on to its client
   */
  record Allowed(List<PatchOperation> patch, List<String> warnings) implements Verdict {
    private static final Allowed UNCHANGED = new Allowed(List.of(), List.of());

    public Allowed {
      patch = List.copyOf(patch);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Is refused. The API server puts the webhook's name before the message and passes code, reason
   * and details on.
   *
   * @param code HTTP status for the client
   * @param reason Kubernetes' word for the status, for example {@code Invalid}; empty for none
   * @param message why
   * @param details the object and the causes, if there is more to say
   * @param warnings sentences that the API server passes on to its client
   */
  record Denied(
      int code,
      String reason,
      String message,
      Optional<StatusDetails> details,
      List<String> warnings)
      implements Verdict {
    public Denied {
      warnings = List.copyOf(warnings);
    }

    /** Without warnings. */
    public Denied(int code, String reason, String message, Optional<StatusDetails> details) {
      this(code, reason, message, details, List.of());
    }
  }
}
