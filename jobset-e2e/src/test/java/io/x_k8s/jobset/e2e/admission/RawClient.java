package io.x_k8s.jobset.e2e.admission;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client of the admission server that behaves as badly as a test wants, and trusts anybody. */
final class RawClient {
  private static final TrustManager ANYBODY =
      new X509TrustManager() {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
          return new X509Certificate[0];
        }
      };

  private RawClient() {}

  /** Connects, without TLS. */
  static Socket plain(int port) throws IOException {
    return new Socket("127.0.0.1", port);
  }

  /** Connects and shakes hands. */
  static SSLSocket connect(int port) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {ANYBODY}, new SecureRandom());
      SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
      socket.startHandshake();
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** The certificate that a server shows, as PEM. */
  static String certificate(int port) throws IOException {
    try (SSLSocket socket = connect(port)) {
      return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
          .formatted(
              Base64.getMimeEncoder(64, new byte[] {'\n'})
                  .encodeToString(socket.getSession().getPeerCertificates()[0].getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** Sends a request and reads until the server closes the connection. */
  static String exchange(int port, String head, byte[] body) throws IOException {
    try (SSLSocket socket = connect(port)) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body);
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The head of a request, whose connection is closed after it. */
  static String post(String path, String contentType, int length) {
    return """
    POST %s HTTP/1.1\r
    Host: localhost\r
    Content-Type: %s\r
    Content-Length: %d\r
    Connection: close\r
    \r
    """
        .formatted(path, contentType, length);
  }
}
