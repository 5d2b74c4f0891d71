package io.x_k8s.jobset.e2e.cluster;

import io.x_k8s.jobset.e2e.image.Image;
import io.x_k8s.jobset.e2e.image.ImageLayout;
import io.x_k8s.jobset.e2e.image.Layer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The images that every real node has: what a Pod takes, and what examples are written with. */
final class StockImages {

  /** Holds a Pod's namespaces; containerd is configured to take this one. */
  static final String PAUSE = "registry.k8s.io/pause:3.10";

  private static final int ANYBODY_WRITES = 01777;

  private final NodeRequirements machine;
  private final Path pause;

  /**
   * @param pause the program
   */
  StockImages(NodeRequirements machine, Path pause) {
    this.machine = machine;
    this.pause = pause;
  }

  void addTo(ImageLayout images) throws IOException {
    images.add(PAUSE, Image.of(new Layer().program("pause", pause), "/pause"));
    var busybox = busybox();
    images.add("docker.io/library/busybox:latest", Image.of(busybox, "sh"));
    images.add(
        "docker.io/library/bash:latest",
        new Image(
            List.of(busybox, new Layer().program("usr/local/bin/bash", machine.bash())),
            Map.of(),
            List.of("bash")));
  }

  private Layer busybox() throws IOException {
    var layer =
        new Layer()
            .directory("tmp", ANYBODY_WRITES)
            .directory("var/tmp", ANYBODY_WRITES)
            .directory("root", 0700)
            .text("etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:::\n")
            .text("etc/group", "root:x:0:\nnogroup:x:65534:\n")
            .program("bin/busybox", machine.busybox());
    for (String name : commands()) {
      if (!name.equals("busybox")) {
        layer.link("bin/" + name, "busybox");
      }
    }
    return layer;
  }

  private List<String> commands() throws IOException {
    var process = new ProcessBuilder(machine.busybox().toString(), "--list").start();
    try (var output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
