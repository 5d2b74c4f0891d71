package io.x_k8s.jobset.operator.runtime;

import java.util.Map;

/**
 * Bounds for what clients can make the JDK's HTTP server hold. It takes them from system
 * properties, and only when the first server of the process is made.
 */
public final class HttpServerLimits {
  private static final Map<String, String> LIMITS =
      Map.of(
          // Seconds from a connection's first byte to a request's last one.
          "sun.net.httpserver.maxReqTime", "15",
          // Seconds from there to the end of the answer; a handler may have to ask the API server.
          "sun.net.httpserver.maxRspTime", "30",
          // Longer than Go's clients keep an idle connection, so that they close it, not we: a
          // request that meets a closing connection is lost.
          "sun.net.httpserver.idleInterval", "100",
          "jdk.httpserver.maxConnections", "1000",
          // The answer would wait for the acknowledgement of its first packet, 40 ms.
          "sun.net.httpserver.nodelay", "true");

  private HttpServerLimits() {}

  /** Sets those that nobody has set, for the servers of this process. */
  public static void apply() {
    LIMITS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
