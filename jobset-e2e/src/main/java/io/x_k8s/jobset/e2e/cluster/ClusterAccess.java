package io.x_k8s.jobset.e2e.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What lets clients in: tokens, kubeconfigs, and the key of service accounts' tokens.
 *
 * <p>There is no PKI of our own: the API server signs its serving certificate itself, and that
 * certificate is what kubeconfigs trust; users prove who they are by static tokens.
 */
final class ClusterAccess {

  static final String ADMIN = "admin";
  static final String CONTROLLER_MANAGER = "system:kube-controller-manager";
  static final String SCHEDULER = "system:kube-scheduler";
  static final String KWOK = "system:kwok";
  static final String COREDNS = "system:coredns";
  static final String KUBELET = "system:node:" + RealNode.NAME;

  /** Those that are inside a real node, where the API server has another address. */
  private static final Set<String> INSIDE = Set.of(COREDNS, KUBELET);

  private final Path folder;
  private final Map<String, ClusterUser> users = new LinkedHashMap<>();

  /**
   * @param folder where the files go
   * @param others users beside those of the control plane, and their groups
   */
  ClusterAccess(Path folder, Map<String, List<String>> others) {
    this.folder = folder;
    // A user for each component, so that an audit log tells who asked.
    for (String name : List.of(ADMIN, CONTROLLER_MANAGER, SCHEDULER, KWOK, COREDNS)) {
      users.put(name, ClusterUser.of(name, List.of(ClusterUser.MASTERS)));
    }
    users.put(KUBELET, ClusterUser.of(KUBELET, List.of("system:nodes")));
    others.forEach((name, groups) -> users.put(name, ClusterUser.of(name, groups)));
  }

  Path tokenFile() {
    return folder.resolve("tokens.csv");
  }

  /** The key that service accounts' tokens are signed with. */
  Path serviceAccountKey() {
    return folder.resolve("service-account.key");
  }

  /** The key that those tokens are verified with. */
  Path serviceAccountPublicKey() {
    return folder.resolve("service-account.pub");
  }

  /** The folder in which the API server puts the certificate that it makes for itself. */
  Path certificateFolder() {
    return folder.resolve("certificates");
  }

  /** The certificate, followed by its issuer's. */
  Path certificate() {
    return certificateFolder().resolve("apiserver.crt");
  }

  /** Whether the certificate is all there: the server writes it before its key. */
  boolean hasCertificate() {
    return Files.exists(certificateFolder().resolve("apiserver.key"));
  }

  /**
   * A user's kubeconfig file; there when the cluster is ready.
   *
   * @throws IllegalArgumentException if the cluster was started without that user
   */
  Path kubeconfig(String user) {
    user(user);
    return folder.resolve(
        user.equals(ADMIN) ? "kubeconfig" : user.replace(':', '-') + ".kubeconfig");
  }

  ClusterUser user(String name) {
    var user = users.get(name);
    if (user == null) {
      throw new IllegalArgumentException(
          "The cluster has no user '%s', only %s; name it when the cluster is built"
              .formatted(name, users.keySet()));
    }
    return user;
  }

  /** Writes what the API server reads when it starts. */
  void writeServerFiles() throws IOException {
    writeSecret(
        tokenFile(),
        users.values().stream().map(ClusterUser::tokenFileLine).collect(Collectors.joining()));
    var keys = newKeys();
    writeSecret(serviceAccountKey(), pem("PRIVATE KEY", keys.getPrivate()));
    writeSecret(serviceAccountPublicKey(), pem("PUBLIC KEY", keys.getPublic()));
  }

  /** Writes what clients read, once there is a {@linkplain #hasCertificate certificate}. */
  void writeKubeconfigs(URI server) throws IOException {
    var authority = Base64.getEncoder().encodeToString(Files.readAllBytes(certificate()));
    for (var user : users.values()) {
      writeSecret(
          kubeconfig(user.name()),
          """
          apiVersion: v1
          kind: Config
          current-context: jobset
          contexts:
            - name: jobset
              context:
                cluster: jobset
                user: "%s"
          clusters:
            - name: jobset
              cluster:
                server: %s
                certificate-authority-data: %s
          users:
            - name: "%s"
              user:
                token: %s
          """
              .formatted(
                  user.name(),
                  INSIDE.contains(user.name()) ? RealNode.SERVER : server,
                  authority,
                  user.name(),
                  user.token()));
    }
  }

  private static KeyPair newKeys() {
    try {
      // Made in a millisecond, where RSA takes a second.
      return KeyPairGenerator.getInstance("EC").generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String type, Key key) {
    var content = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, content, type);
  }

  private static void writeSecret(Path file, String content) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, content);
  }
}
