package io.x_k8s.jobset.operator.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;

/**
 * What the metrics and the admission server accept from clients: {@code tls} of the configuration
 * file.
 *
 * @param minVersion {@code VersionTLS12} or {@code VersionTLS13}, if set
 * @param cipherSuites IANA names of the suites allowed under TLS 1.2; empty, the default, for the
 *     platform's choice. Suites that are considered insecure are refused, though the original
 *     accepts some: Java no longer speaks most of them
 */
public record TlsConfiguration(Optional<String> minVersion, List<String> cipherSuites) {
  static final TlsConfiguration DEFAULTS = new TlsConfiguration(Optional.empty(), List.of());

  private static final String TLS_12 = "VersionTLS12";
  private static final String TLS_13 = "VersionTLS13";
  private static final List<String> OUTDATED = List.of("VersionTLS10", "VersionTLS11");
  private static final String USE = ". Please use VersionTLS12 or VersionTLS13";

  private static final List<String> TLS_13_SUITES =
      List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256");

  /** Go's name of each accepted suite, and Java's. */
  private static final Map<String, String> SUITES =
      Map.ofEntries(
          same("TLS_AES_128_GCM_SHA256"),
          same("TLS_AES_256_GCM_SHA384"),
          same("TLS_CHACHA20_POLY1305_SHA256"),
          same("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"),
          same("TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"),
          same("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"),
          same("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"),
          same("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
          same("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
          same("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
          same("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
          same("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"),
          same("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
          Map.entry(
              "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305",
              "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"),
          Map.entry(
              "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305",
              "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"));

  public TlsConfiguration {
    cipherSuites = List.copyOf(cipherSuites);
  }

  /** The protocols to speak, by their Java names, for {@code SSLParameters.setProtocols}. */
  public List<String> protocols() {
    return minVersion.filter(TLS_13::equals).isPresent()
        ? List.of("TLSv1.3")
        : List.of("TLSv1.2", "TLSv1.3");
  }

  /** The configured suites by their Java names; empty for the platform's choice. */
  public List<String> javaCipherSuites() {
    return cipherSuites.stream().map(SUITES::get).distinct().toList();
  }

  /**
   * All of it, for a server's connections.
   *
   * @param platform what the platform would accept by default
   */
  public SSLParameters sslParameters(SSLParameters platform) {
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(protocols().toArray(String[]::new));
    // Java has one list for all versions, the configuration speaks of TLS 1.2 alone.
    Stream<String> suites =
        cipherSuites.isEmpty()
            ? Arrays.stream(platform.getCipherSuites())
            : Stream.concat(javaCipherSuites().stream(), TLS_13_SUITES.stream()).distinct();
    parameters.setCipherSuites(suites.toArray(String[]::new));
    parameters.setUseCipherSuitesOrder(true);
    return parameters;
  }

  static TlsConfiguration read(ObjectReader object) {
    return new TlsConfiguration(object.nonEmptyText("minVersion"), object.texts("cipherSuites"));
  }

  void write(ObjectWriter object) {
    object
        .field("minVersion", minVersion, DEFAULTS.minVersion)
        .field("cipherSuites", cipherSuites, DEFAULTS.cipherSuites);
  }

  void validate(Problems problems) {
    List<String> wrong = new ArrayList<>();
    minVersion.flatMap(TlsConfiguration::versionProblem).ifPresent(wrong::add);
    List<String> unknown =
        cipherSuites.stream().filter(suite -> !SUITES.containsKey(suite)).toList();
    if (!unknown.isEmpty()) {
      wrong.add(suiteProblem(String.join(", ", unknown)));
    }
    if (!wrong.isEmpty()) {
      problems.add("tls: Invalid value: " + String.join("; ", wrong));
    } else if (minVersion.filter(TLS_13::equals).isPresent() && !cipherSuites.isEmpty()) {
      problems.addInvalid(
          "tls.cipherSuites",
          cipherSuites,
          "may not be specified when `minVersion` is 'VersionTLS13'");
    }
  }

  private static Optional<String> versionProblem(String version) {
    if (version.equals(TLS_12) || version.equals(TLS_13)) {
      return Optional.empty();
    }
    return Optional.of(
        OUTDATED.contains(version)
            ? "invalid minVersion: " + version + " is not supported" + USE
            : "invalid minVersion: unknown tls version \"" + version + "\"" + USE);
  }

  private static String suiteProblem(String unknown) {
    return ("invalid cipher suites: Cipher suite %s not supported or doesn't exist."
            + " Please use the secure cipher names: %s")
        .formatted(unknown, new TreeSet<>(SUITES.keySet()));
  }

  private static Map.Entry<String, String> same(String name) {
    return Map.entry(name, name);
  }
}
