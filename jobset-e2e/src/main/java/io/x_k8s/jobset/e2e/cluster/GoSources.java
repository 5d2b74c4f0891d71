package io.x_k8s.jobset.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The Go modules of the cluster's programs, as this project packages them.
 *
 * <p>They come from the class path, so that a jar can build a cluster as well as a source checkout.
 */
final class GoSources {

  // A jar cannot be listed portably; a test compares these lists with the folder.

  private static final List<String> CONTROL_PLANE =
      List.of(
          "go.mod",
          "go.sum",
          "main.go",
          "kwok/go.mod",
          "kwok/go.sum",
          "kwok/main.go",
          "lifeline/go.mod",
          "lifeline/lifeline.go");

  private static final List<String> NODE =
      List.of(
          "go.mod",
          "go.sum",
          "kubelet/main.go",
          "coredns/go.mod",
          "coredns/go.sum",
          "coredns/main.go",
          "lifeline/go.mod",
          "lifeline/lifeline.go",
          "node/go.mod",
          "node/go.sum",
          "node/addresses.go",
          "node/cgroups.go",
          "node/inside.go",
          "node/main.go",
          "node/mounts.go",
          "node/outside.go",
          "node/programs.go",
          "node/registry.go",
          "node/relays.go",
          "node/containerd/main.go",
          "node/containerd-shim-runc-v2/main.go",
          "node/pause/main.go");

  private final Map<String, byte[]> files;

  private GoSources(Map<String, byte[]> files) {
    this.files = files;
  }

  /** Of the control plane and of simulated nodes. */
  static GoSources controlPlane() {
    return packaged(CONTROL_PLANE);
  }

  /** Of a real node. The kubelet is in the control plane's module, for their common libraries. */
  static GoSources node() {
    return packaged(NODE);
  }

  private static GoSources packaged(List<String> names) {
    var files = new LinkedHashMap<String, byte[]>();
    for (String name : names) {
      try (var stream = GoSources.class.getResourceAsStream("go/" + name)) {
        if (stream == null) {
          throw new IllegalStateException(
              "The Go source " + name + " is missing on the class path; build jobset-e2e again");
        }
        files.put(name, stream.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new GoSources(files);
  }

  Set<String> names() {
    return files.keySet();
  }

  /** The version, such as {@code 1.36.3}, that go.mod requires. */
  String kubernetesVersion() {
    return find("k8s\\.io/kubernetes v(\\S+)");
  }

  /** The oldest Go that compiles the sources. */
  String goVersion() {
    return find("go ([0-9.]+)");
  }

  private String find(String line) {
    var goMod = new String(files.get("go.mod"), StandardCharsets.UTF_8);
    var matcher = Pattern.compile("(?m)^\\s*(?:require )?" + line + "$").matcher(goMod);
    if (!matcher.find()) {
      throw new IllegalStateException("go.mod has no line " + line);
    }
    return matcher.group(1);
  }

  /** A hash of all sources in hexadecimal digits: equal for equal programs. */
  String digest() {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      files.forEach(
          (name, content) -> {
            sha256.update((name + "\0" + content.length + "\0").getBytes(StandardCharsets.UTF_8));
            sha256.update(content);
          });
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  void writeTo(Path folder) throws IOException {
    for (var file : files.entrySet()) {
      var target = folder.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      Files.write(target, file.getValue());
    }
  }
}
