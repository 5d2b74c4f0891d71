package io.x_k8s.jobset.operator.config;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens, written as Go programs do: {@code :8081}, {@code 127.0.0.1:8081}, {@code
 * [::1]:8081}, or {@code 0} for a server that is switched off. Port 0, as in {@code 127.0.0.1:0},
 * takes any free port.
 *
 * @param host address or host name without brackets; empty for all addresses of the machine
 * @param port 0 to 65535, or -1 in {@link #OFF}
 */
public record BindAddress(String host, int port) {
  private static final int MAX_PORT = 65_535;
  private static final int OFF_PORT = -1;
  private static final Pattern FORM =
      Pattern.compile(
          "(?:\\[(?<bracketed>[^\\[\\]\\s]*)]|(?<plain>[^\\[\\]:/\\s]*)):(?<port>\\d{1,5})");

  /** The server is switched off. */
  public static final BindAddress OFF = new BindAddress("", OFF_PORT);

  /**
   * @throws IllegalArgumentException if the port is out of range
   */
  public BindAddress {
    if (port < OFF_PORT || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "port %d is not between 0 and %d".formatted(port, MAX_PORT));
    }
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException saying what is wrong and how an address is written
   */
  public static BindAddress parse(String text) {
    if (text.equals("0")) {
      return OFF;
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "must be host:port, such as \":8081\" (all addresses), \"127.0.0.1:8081\" or"
              + " \"[::1]:8081\", or \"0\" to switch the server off");
    }
    String bracketed = form.group("bracketed");
    return new BindAddress(
        bracketed == null ? form.group("plain") : bracketed, Integer.parseInt(form.group("port")));
  }

  /** Whether the server is switched off. */
  public boolean isOff() {
    return port == OFF_PORT;
  }

  /**
   * The address to bind a server socket to. A host name is looked up now; it stays unresolved if
   * that fails, and binding then reports it.
   *
   * @throws IllegalStateException if the server {@linkplain #isOff() is off}
   */
  public InetSocketAddress toSocketAddress() {
    if (isOff()) {
      throw new IllegalStateException("the server is switched off and has no address");
    }
    return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }

  /** The form that {@link #parse} reads. */
  @Override
  public String toString() {
    if (isOff()) {
      return "0";
    }
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
