package io.x_k8s.jobset.agent;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import jdk.net.ExtendedSocketOptions;

/**
 * One connection to the API server, for one request after the other. HTTP/1.1 on a plain socket:
 * the JDK's HTTP client would take as much memory as the rest of the agent.
 */
final class ApiConnection implements Closeable {
  private static final int CONNECT_MILLIS = 5_000;

  /** A peer that is gone without a word is noticed after half a minute. */
  private static final int QUIET_SECONDS = 15;

  private static final int KEEP_ALIVE_SECONDS = 5;
  private static final int KEEP_ALIVE_TRIES = 3;

  private final Socket plain;
  private final Socket socket;
  private final InputStream input;
  private final String host;
  private final ServiceAccount account;

  private ApiConnection(Socket plain, Socket socket, String host, ServiceAccount account)
      throws IOException {
    this.plain = plain;
    this.socket = socket;
    this.input = new BufferedInputStream(socket.getInputStream(), 4096);
    this.host = host;
    this.account = account;
  }

  static ApiConnection open(String host, int port, ServiceAccount account) throws IOException {
    Socket plain = new Socket();
    try {
      plain.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      plain.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, QUIET_SECONDS);
      plain.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_ALIVE_SECONDS);
      plain.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, KEEP_ALIVE_TRIES);
      plain.setTcpNoDelay(true);
      plain.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      plain.setSoTimeout(CONNECT_MILLIS);
      SSLSocket socket = (SSLSocket) account.sockets().createSocket(plain, host, port, true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      String name = host.contains(":") ? "[" + host + "]" : host;
      return new ApiConnection(plain, socket, name + ":" + port, account);
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  /**
   * Sends a request and waits for the head of the answer.
   *
   * @param body empty for none
   * @param silence how long the server may send nothing
   * @return the body, which must be read to its end before the next request
   * @throws Refused if the answer is not one of success
   */
  InputStream send(String method, String target, String contentType, String body, Duration silence)
      throws IOException {
    socket.setSoTimeout(Math.toIntExact(silence.toMillis()));
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(
        """
        %s %s HTTP/1.1\r
        Host: %s\r
        Authorization: Bearer %s\r
        User-Agent: jobset-agent\r
        Accept: application/json\r
        Content-Type: %s\r
        Content-Length: %d\r
        \r
        """
            .formatted(method, target, host, account.token(), contentType, content.length)
            .getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(content);
    socket.getOutputStream().write(request.toByteArray());
    return answer();
  }

  private InputStream answer() throws IOException {
    int code = code(HttpBody.line(input));
    InputStream body = HttpBody.ofLength(input, Long.MAX_VALUE);
    for (String line = HttpBody.line(input); !line.isEmpty(); line = HttpBody.line(input)) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        body = HttpBody.ofLength(input, Long.parseLong(header.substring(15).strip()));
      } else if (header.startsWith("transfer-encoding:") && header.contains("chunked")) {
        body = HttpBody.chunked(input);
      }
    }
    if (code != 200 && code != 201) {
      throw new Refused(code, reason(body));
    }
    return body;
  }

  private static int code(String statusLine) throws IOException {
    String[] words = statusLine.split(" ", 3);
    try {
      return Integer.parseInt(words[1]);
    } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
      throw new IOException("not HTTP: \"" + statusLine + "\"", e);
    }
  }

  private static String reason(InputStream body) {
    try {
      String message = JobSetObject.read(new JsonReader(body)).message();
      return message.isEmpty() ? "refused without a reason" : message;
    } catch (IOException | NumberFormatException e) {
      return "refused, with an answer that is no Status of Kubernetes";
    }
  }

  /** Without the farewell of TLS, for which the JDK would wait as long as for an answer. */
  @Override
  public void close() throws IOException {
    plain.close();
  }
}
