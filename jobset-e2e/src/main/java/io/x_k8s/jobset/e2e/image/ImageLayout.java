package io.x_k8s.jobset.e2e.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A folder of images in the OCI image layout: {@code index.json} names them, {@code blobs} holds
 * their parts by digest.
 */
public final class ImageLayout {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MEDIA_TYPE = "application/vnd.oci.image.";
  private static final String NAME = "org.opencontainers.image.ref.name";

  private final Path folder;
  private final Path blobs;
  private final Map<String, Descriptor> images = new LinkedHashMap<>();

  /** What an image refers to. */
  private record Descriptor(String mediaType, String digest, long size) {

    Map<String, Object> toJson() {
      return Map.of("mediaType", MEDIA_TYPE + mediaType, "digest", digest, "size", size);
    }
  }

  @FunctionalInterface
  private interface Content {
    void writeTo(OutputStream stream) throws IOException;
  }

  private ImageLayout(Path folder) {
    this.folder = folder;
    this.blobs = folder.resolve("blobs").resolve("sha256");
  }

  /** Makes an empty one. */
  public static ImageLayout create(Path folder) throws IOException {
    var layout = new ImageLayout(folder);
    Files.createDirectories(layout.blobs);
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    layout.writeIndex();
    return layout;
  }

  /**
   * Adds an image, or replaces the one of that name.
   *
   * @param name in full, with registry and tag, such as {@code docker.io/library/busybox:latest}
   */
  public synchronized void add(String name, Image image) throws IOException {
    var layers = new ArrayList<Descriptor>();
    for (var layer : image.layers()) {
      layers.add(
          write(
              "layer.v1.tar",
              stream -> {
                try (var tar = new TarWriter(stream)) {
                  layer.writeTo(tar);
                }
              }));
    }
    var config = writeJson("config.v1+json", config(image, layers));
    var manifest =
        Map.of(
            "schemaVersion",
            2,
            "mediaType",
            MEDIA_TYPE + "manifest.v1+json",
            "config",
            config.toJson(),
            "layers",
            layers.stream().map(Descriptor::toJson).toList());
    images.put(name, writeJson("manifest.v1+json", manifest));
    writeIndex();
  }

  private static Map<String, Object> config(Image image, List<Descriptor> layers) {
    var environment = new ArrayList<String>();
    environment.add("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    image.environment().forEach((name, value) -> environment.add(name + "=" + value));
    return Map.of(
        "os",
        "linux",
        "architecture",
        architecture(),
        "config",
        Map.of("Env", environment, "Cmd", image.command()),
        "rootfs",
        // Not compressed: a layer's digest is that of its content.
        Map.of("type", "layers", "diff_ids", layers.stream().map(Descriptor::digest).toList()));
  }

  private static String architecture() {
    var architecture = System.getProperty("os.arch");
    return architecture.equals("aarch64") ? "arm64" : architecture;
  }

  private void writeIndex() throws IOException {
    var manifests = new ArrayList<Map<String, Object>>();
    images.forEach(
        (name, descriptor) -> {
          var entry = new LinkedHashMap<>(descriptor.toJson());
          entry.put("annotations", Map.of(NAME, name));
          manifests.add(entry);
        });
    var index = Map.of("schemaVersion", 2, "manifests", manifests);
    var written = folder.resolve("index.json.new");
    Files.write(written, JSON.writeValueAsBytes(index));
    // At once: a registry may be reading it.
    Files.move(written, folder.resolve("index.json"), StandardCopyOption.ATOMIC_MOVE);
  }

  private Descriptor writeJson(String mediaType, Map<String, ?> content) throws IOException {
    return write(mediaType, stream -> stream.write(JSON.writeValueAsBytes(content)));
  }

  private Descriptor write(String mediaType, Content content) throws IOException {
    var written = Files.createTempFile(blobs, "new-", "");
    var sha256 = newSha256();
    try (var stream =
        new BufferedOutputStream(
            new DigestOutputStream(Files.newOutputStream(written), sha256), 1 << 16)) {
      content.writeTo(stream);
    }
    var digest = HexFormat.of().formatHex(sha256.digest());
    var size = Files.size(written);
    Files.move(written, blobs.resolve(digest), StandardCopyOption.ATOMIC_MOVE);
    return new Descriptor(mediaType, "sha256:" + digest, size);
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
