package io.x_k8s.jobset.agent;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Answers the kubelet's startup probe: 200 at one path, 404 elsewhere. Before it is started nothing
 * listens, which the kubelet takes for not started yet.
 */
final class StartupProbe {
  private static final int PATIENCE_MILLIS = 2_000;

  private final ServerSocket server;
  private final String path;

  private StartupProbe(ServerSocket server, String path) {
    this.server = server;
    this.path = path;
  }

  /**
   * Listens on all interfaces.
   *
   * @param failed told if it cannot go on
   * @throws IOException if the port is taken
   */
  static StartupProbe start(Settings.Mode.Sidecar mode, Consumer<IOException> failed)
      throws IOException {
    ServerSocket server = new ServerSocket();
    server.bind(new InetSocketAddress(mode.port()));
    StartupProbe probe = new StartupProbe(server, mode.path());
    Thread thread = new Thread(() -> probe.serve(failed), "startup-probe");
    thread.setDaemon(true);
    thread.start();
    return probe;
  }

  private void serve(Consumer<IOException> failed) {
    while (true) {
      Socket client;
      try {
        client = server.accept();
      } catch (IOException e) {
        failed.accept(e);
        return;
      }
      try (client) {
        client.setSoTimeout(PATIENCE_MILLIS);
        answer(client);
      } catch (IOException e) {
        // The next probe asks again.
      }
    }
  }

  private void answer(Socket client) throws IOException {
    InputStream input = client.getInputStream();
    String[] request = HttpBody.line(input).split(" ");
    while (!HttpBody.line(input).isEmpty()) {
      // headers change nothing
    }
    boolean found = request.length > 1 && request[1].split("\\?", 2)[0].equals(path);
    client
        .getOutputStream()
        .write(
            (found
                    ? "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
  }
}
