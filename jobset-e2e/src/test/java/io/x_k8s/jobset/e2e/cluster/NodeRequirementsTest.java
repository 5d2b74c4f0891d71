package io.x_k8s.jobset.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeRequirementsTest {

  @TempDir Path folder;

  @Test
  void findsWhatDebianInstalls() throws IOException {
    var runc = program("runc", new byte[0]);
    program("bridge", new byte[0]);
    var busybox = program("busybox", elf(1));
    var bash = program("bash-static", elf(1));

    assertThat(search("Linux", true).found())
        .contains(new NodeRequirements(runc, folder, busybox, bash));
  }

  @Test
  void tellsAllThatIsMissingAndHowToGetIt() throws IOException {
    program("runc", new byte[0]);

    assertThat(search("Linux", true).obstacle())
        .contains(
            "Real Pods need CNI plugins, a static busybox, a static bash; on Debian and Ubuntu:"
                + " apt-get install runc containernetworking-plugins busybox-static bash-static");
  }

  @Test
  void dynamicallyLinkedProgramDoesNotDo() throws IOException {
    program("runc", new byte[0]);
    program("bridge", new byte[0]);
    program("busybox", elf(3)); // asks for a dynamic linker
    program("bash-static", elf(1));

    assertThat(search("Linux", true).obstacle())
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("need a static busybox;"));
  }

  @Test
  void onlyRootOnLinux() {
    assertThat(search("Linux", false).obstacle())
        .contains("Real Pods need root: run this as root.");
    assertThat(search("Mac OS X", true).obstacle()).contains("Real Pods run on Linux only.");
  }

  private NodeRequirements.Search search(String system, boolean root) {
    return NodeRequirements.search(
        new NodeRequirements.Machine(system, root, List.of(folder), List.of(folder)));
  }

  private Path program(String name, byte[] content) throws IOException {
    var file = Files.write(folder.resolve(name), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** An ELF file of one program header. */
  private static byte[] elf(int headerType) {
    var file = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0, 0x464c457f);
    file.putLong(32, 64); // where the headers are
    file.putShort(54, (short) 56); // the size of one
    file.putShort(56, (short) 1); // how many
    file.putInt(64, headerType);
    return file.array();
  }
}
