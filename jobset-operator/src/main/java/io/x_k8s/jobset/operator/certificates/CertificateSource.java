package io.x_k8s.jobset.operator.certificates;

import java.util.Optional;

/** Keeps a {@link ServingCertificate} current, in the background. */
public interface CertificateSource extends AutoCloseable {
  /** Starts. May be called once. */
  void start();

  /** Why the server must not be called yet; empty if it may. Quick, and safe for many threads. */
  Optional<String> problem();

  /** Ends, and waits until nothing is done any more. */
  @Override
  void close();
}
