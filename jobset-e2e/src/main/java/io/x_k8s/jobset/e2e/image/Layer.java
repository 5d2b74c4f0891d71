package io.x_k8s.jobset.e2e.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files of an image, by their paths in it: a tar archive to be. Folders above them need not be
 * named.
 */
public final class Layer {

  private static final int FILE = 0644;
  private static final int PROGRAM = 0755;
  private static final int DIRECTORY = 0755;

  @FunctionalInterface
  private interface Entry {
    void writeTo(TarWriter tar, String path) throws IOException;
  }

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** Adds a folder. */
  public Layer directory(String path, int mode) {
    return add(path, (tar, name) -> tar.directory(name, mode));
  }

  /** Adds a text file that everybody can read. */
  public Layer text(String path, String content) {
    var bytes = content.getBytes(StandardCharsets.UTF_8);
    return add(path, (tar, name) -> tar.file(name, FILE, bytes));
  }

  /** Adds a copy of a file, which everybody can read. */
  public Layer file(String path, Path content) {
    return add(path, (tar, name) -> tar.file(name, FILE, content));
  }

  /** Adds a copy of a program, which everybody can run. */
  public Layer program(String path, Path content) {
    return add(path, (tar, name) -> tar.file(name, PROGRAM, content));
  }

  /** Adds a symbolic link. */
  public Layer link(String path, String target) {
    return add(path, (tar, name) -> tar.link(name, target));
  }

  /** Adds copies of all that a folder holds; what its owner can execute, everybody can. */
  public Layer tree(String path, Path folder) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted().toList()) {
        var name = file.equals(folder) ? path : path + "/" + folder.relativize(file);
        if (Files.isSymbolicLink(file)) {
          link(name, Files.readSymbolicLink(file).toString());
        } else if (Files.isDirectory(file)) {
          directory(name, DIRECTORY);
        } else if (isExecutable(file)) {
          program(name, file);
        } else {
          file(name, file);
        }
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isExecutable(Path file) throws IOException {
    return Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)
        .contains(PosixFilePermission.OWNER_EXECUTE);
  }

  private Layer add(String path, Entry entry) {
    for (String folder : foldersAbove(path)) {
      entries.putIfAbsent(folder, (tar, name) -> tar.directory(name, DIRECTORY));
    }
    entries.put(path, entry);
    return this;
  }

  private static List<String> foldersAbove(String path) {
    var folders = new ArrayList<String>();
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      folders.add(path.substring(0, slash));
    }
    return folders;
  }

  void writeTo(TarWriter tar) throws IOException {
    for (var entry : entries.entrySet()) {
      entry.getValue().writeTo(tar, entry.getKey());
    }
  }
}
