package io.x_k8s.jobset.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.x_k8s.jobset.operator.admission.AdmissionPath;
import io.x_k8s.jobset.operator.admission.AdmissionServer;
import io.x_k8s.jobset.operator.admission.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFilesTest {
  private final TestCertificates certificates = new TestCertificates("localhost");
  private final ServingCertificate serving = new ServingCertificate();

  @TempDir Path folder;
  private CertificateFiles files;
  private AdmissionServer server;

  @BeforeEach
  void start() throws IOException {
    files = new CertificateFiles(folder.resolve("certs"), serving);
    server =
        new AdmissionServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            serving.context(),
            serving.context().getDefaultSSLParameters(),
            Map.of(AdmissionPath.VALIDATE_POD, request -> Verdict.allowed()),
            new ObjectMapper());
    server.start();
    files.start();
  }

  @AfterEach
  void stop() {
    files.close();
    server.close();
  }

  @Test
  @Tag("admission:K9")
  void isNotReadyBeforeTheFilesAreThere() throws IOException, GeneralSecurityException {
    await().untilAsserted(() -> assertThat(files.problem().orElseThrow()).contains("tls.crt"));
    KeyedCertificate first = certificates.server();

    Files.createDirectory(folder.resolve("certs"));
    Files.writeString(folder.resolve("certs/tls.crt"), Pem.write(first.certificate()));
    Files.writeString(folder.resolve("certs/tls.key"), Pem.write(first.key()));

    await().until(() -> files.problem().isEmpty());
    assertThat(shown()).isEqualTo(first.certificate());
  }

  @Test
  @Tag("admission:K8")
  @Tag("admission:K11")
  void newConnectionsGetTheNewCertificateWhenTheKubeletSwapsItsLinks()
      throws IOException, GeneralSecurityException {
    KeyedCertificate first = certificates.server();
    KeyedCertificate second = certificates.server();
    Files.createDirectory(folder.resolve("certs"));
    mount(first, "..2026_1");
    Files.createSymbolicLink(folder.resolve("certs/tls.crt"), Path.of("..data/tls.crt"));
    Files.createSymbolicLink(folder.resolve("certs/tls.key"), Path.of("..data/tls.key"));
    await().until(() -> files.problem().isEmpty());
    try (SSLSocket old = connect()) {
      assertThat(old.getSession().getPeerCertificates()[0]).isEqualTo(first.certificate());

      mount(second, "..2026_2");

      await().untilAsserted(() -> assertThat(shown()).isEqualTo(second.certificate()));
      assertThat(isOpen(old)).as("connections that there are go on").isTrue();
    }
  }

  @Test
  void keepsTheOldCertificateUntilBothFilesBelongTogether()
      throws IOException, GeneralSecurityException {
    KeyedCertificate first = certificates.server();
    KeyedCertificate second = certificates.server();
    Files.createDirectory(folder.resolve("certs"));
    Files.writeString(folder.resolve("certs/tls.crt"), Pem.write(first.certificate()));
    Files.writeString(folder.resolve("certs/tls.key"), Pem.write(first.key()));
    await().until(() -> files.problem().isEmpty());

    Files.writeString(folder.resolve("certs/tls.crt"), Pem.write(second.certificate()));
    await()
        .during(java.time.Duration.ofSeconds(3))
        .until(() -> shown().equals(first.certificate()));
    Files.writeString(folder.resolve("certs/tls.key"), Pem.write(second.key()));

    await().untilAsserted(() -> assertThat(shown()).isEqualTo(second.certificate()));
    assertThat(files.problem()).isEqualTo(Optional.empty());
  }

  /** As the kubelet does: a new folder, and a link moved over the old one. */
  private void mount(KeyedCertificate certificate, String version)
      throws IOException, GeneralSecurityException {
    Path data = Files.createDirectory(folder.resolve("certs").resolve(version));
    Files.writeString(data.resolve("tls.crt"), Pem.write(certificate.certificate()));
    Files.writeString(data.resolve("tls.key"), Pem.write(certificate.key()));
    Path link = Files.createSymbolicLink(folder.resolve("certs/..data_tmp"), data.getFileName());
    Files.move(link, folder.resolve("certs/..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  private Certificate shown() throws IOException {
    try (SSLSocket socket = connect()) {
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  private SSLSocket connect() throws IOException {
    SSLSocket socket =
        (SSLSocket)
            certificates
                .clientContext()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port());
    socket.startHandshake();
    return socket;
  }

  private static boolean isOpen(SSLSocket socket) throws IOException {
    socket
        .getOutputStream()
        .write("GET /validate--v1-pod HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
    return socket.getInputStream().read() >= 0;
  }
}
