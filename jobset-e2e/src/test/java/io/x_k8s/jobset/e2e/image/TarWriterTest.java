package io.x_k8s.jobset.e2e.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Offsets are those of POSIX, ustar interchange format. */
class TarWriterTest {

  private static final int BLOCK = 512;

  @Test
  void fileIsAHeaderAndItsContentInWholeBlocks() throws IOException {
    var archive = write(new Layer().text("greeting", "hello"));

    assertThat(text(archive, 0, 100)).isEqualTo("greeting");
    assertThat(text(archive, 100, 8)).isEqualTo("0000644");
    assertThat(text(archive, 124, 12)).isEqualTo("00000000005");
    assertThat(text(archive, 156, 1)).isEqualTo("0");
    assertThat(text(archive, 257, 6)).isEqualTo("ustar");
    assertThat(text(archive, BLOCK, 5)).isEqualTo("hello");
    assertThat(archive).hasSize(BLOCK + BLOCK + 2 * BLOCK);
  }

  @Test
  void checksumIsTheSumOfTheHeaderWithBlanksForItself() throws IOException {
    var archive = write(new Layer().text("greeting", "hello"));

    var sum = 8 * ' ';
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? 0 : archive[i];
    }
    assertThat(Integer.parseInt(text(archive, 148, 7), 8)).isEqualTo(sum);
  }

  @Test
  void foldersComeBeforeWhatIsInThem() throws IOException {
    var archive = write(new Layer().text("a/b/c", ""));

    assertThat(text(archive, 0, 100)).isEqualTo("a/");
    assertThat(text(archive, 156, 1)).isEqualTo("5");
    assertThat(text(archive, BLOCK, 100)).isEqualTo("a/b/");
    assertThat(text(archive, 2 * BLOCK, 100)).isEqualTo("a/b/c");
  }

  @Test
  void linkNamesItsTarget() throws IOException {
    var archive = write(new Layer().link("sh", "busybox"));

    assertThat(text(archive, 156, 1)).isEqualTo("2");
    assertThat(text(archive, 157, 100)).isEqualTo("busybox");
  }

  @Test
  void longPathIsSplitAtASlash() throws IOException {
    var archive = write(new Layer().text("d".repeat(90) + "/" + "f".repeat(60), ""));

    assertThat(text(archive, BLOCK, 100)).isEqualTo("f".repeat(60));
    assertThat(text(archive, BLOCK + 345, 155)).isEqualTo("d".repeat(90));
  }

  @Test
  void pathThatCannotBeWrittenIsRefused() {
    assertThatThrownBy(() -> write(new Layer().text("f".repeat(101), "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too long");
  }

  @Test
  void treeKeepsWhatCanBeExecutedAndLinks(@TempDir Path folder) throws IOException {
    var program = Files.writeString(folder.resolve("a-program"), "");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Files.createSymbolicLink(folder.resolve("b-link"), Path.of("a-program"));

    var archive = write(new Layer().tree("opt", folder));

    assertThat(text(archive, 0, 100)).isEqualTo("opt/");
    assertThat(text(archive, BLOCK, 100)).isEqualTo("opt/a-program");
    assertThat(text(archive, BLOCK + 100, 8)).isEqualTo("0000755");
    assertThat(text(archive, 2 * BLOCK + 157, 100)).isEqualTo("a-program");
  }

  private static byte[] write(Layer layer) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarWriter(bytes)) {
      layer.writeTo(tar);
    }
    return bytes.toByteArray();
  }

  private static String text(byte[] archive, int offset, int length) {
    var end = offset;
    while (end < offset + length && archive[end] != 0) {
      end++;
    }
    return new String(archive, offset, end - offset, UTF_8);
  }
}
