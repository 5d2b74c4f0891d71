package io.x_k8s.jobset.operator.certificates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the certificate from {@code tls.crt} and {@code tls.key} of a folder, and reads it again
 * when they change. The files may come late, and one after the other: until both belong together,
 * the certificate before them is served.
 *
 * <p>It looks every two seconds instead of asking the system to be told: the kubelet replaces
 * mounted files by moving symbolic links, which each system tells in another way, and the folder
 * need not exist yet.
 */
public final class CertificateFiles implements CertificateSource {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private final Path folder;
  private final ServingCertificate serving;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread loop;
  private Content seen = new Content("", "");
  private volatile String problem;

  /** What the files say, to tell whether that has changed. */
  private record Content(String certificates, String key) {}

  /**
   * @param folder where the two files are
   * @param serving what to keep current
   */
  public CertificateFiles(Path folder, ServingCertificate serving) {
    this.folder = folder;
    this.serving = serving;
    this.problem = "%s is not read yet".formatted(folder);
    this.loop = Thread.ofVirtual().name("certificate-files").unstarted(this::run);
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public Optional<String> problem() {
    return serving.certificate().isPresent() ? Optional.empty() : Optional.of(problem);
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      if (loop.isAlive()) {
        loop.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      do {
        look();
      } while (!closed.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      Content content =
          new Content(
              Files.readString(folder.resolve("tls.crt")),
              Files.readString(folder.resolve("tls.key")));
      if (!content.equals(seen)) {
        KeyedCertificate certificate =
            KeyedCertificate.parse(content.certificates(), content.key());
        serving.replace(certificate);
        seen = content;
        problem = null;
        LOG.info(
            "Serving the certificate of {}, valid until {}",
            folder,
            certificate.certificate().getNotAfter().toInstant());
      }
    } catch (IOException | GeneralSecurityException e) {
      complain(
          "%s has no usable tls.crt and tls.key: %s"
              .formatted(folder, e instanceof IOException ? e.toString() : e.getMessage()));
    }
  }

  private void complain(String message) {
    if (!message.equals(problem)) {
      problem = message;
      LOG.warn(message);
    }
  }
}
