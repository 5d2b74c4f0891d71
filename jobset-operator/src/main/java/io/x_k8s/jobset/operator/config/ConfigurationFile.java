package io.x_k8s.jobset.operator.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads and writes configuration files: YAML or JSON, version {@code
 * config.jobset.x-k8s.io/v1alpha1}, strictly. An unknown or repeated field, a value of a wrong type
 * and a value that cannot work are all reported together.
 */
public final class ConfigurationFile {
  private ConfigurationFile() {}

  /**
   * Reads a file.
   *
   * @throws ConfigurationException if it cannot be read or used
   */
  public static Configuration load(Path file) {
    return parse(read(file), "configuration file " + file);
  }

  /**
   * Reads the text of a file.
   *
   * @param source what the text is, to follow "The" in messages: {@code configuration file x.yaml}
   * @throws ConfigurationException if it cannot be used
   */
  public static Configuration parse(String text, String source) {
    Problems problems = new Problems();
    ObjectReader root = ObjectReader.ofRoot(parseRoot(text, source), problems);
    checkVersion(root, source);
    Configuration configuration = Configuration.read(root);
    root.finish();
    configuration.validate(problems);
    problems.throwIfAny(source);
    return configuration;
  }

  static String format(Configuration configuration, boolean onlyChanges) {
    ObjectWriter writer = new ObjectWriter(onlyChanges);
    configuration.write(writer);
    DumpSettings settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setSchema(new CoreSchema())
            .build();
    return new Dump(settings).dumpToString(writer.fields());
  }

  private static String read(Path file) {
    if (Files.isDirectory(file)) {
      throw unreadable(file, "it is a directory; name the file in it");
    }
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw unreadable(file, "no such file");
    } catch (AccessDeniedException e) {
      throw unreadable(file, "permission denied");
    } catch (CharacterCodingException e) {
      throw unreadable(file, "it is not UTF-8 text");
    } catch (IOException e) {
      throw unreadable(file, e.getMessage());
    }
  }

  private static MappingNode parseRoot(String text, String source) {
    LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    // JSON may be indented by tabs, YAML may not; inside JSON texts there are no bare tabs.
    String yaml = text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
    try {
      Optional<Node> root = new Compose(settings).composeString(yaml);
      if (root.isPresent() && root.get() instanceof MappingNode mapping) {
        return mapping;
      }
    } catch (MarkedYamlEngineException e) {
      throw refused(source, "it is neither YAML nor JSON: " + problemOf(e));
    } catch (YamlEngineException e) {
      throw refused(source, "it is neither YAML nor JSON: " + e.getMessage());
    }
    throw refused(source, "it must be an object that starts with " + header());
  }

  private static void checkVersion(ObjectReader root, String source) {
    String version = root.text("apiVersion").orElse("");
    String kind = root.text("kind").orElse("");
    if (version.equals(Configuration.API_VERSION) && kind.equals(Configuration.KIND)) {
      return;
    }
    String problem =
        version.isEmpty() || kind.isEmpty()
            ? "apiVersion or kind is missing"
            : "no kind \"%s\" is registered for version \"%s\"".formatted(kind, version);
    throw refused(source, problem + "; it must start with " + header());
  }

  private static String header() {
    return "\"apiVersion: %s\" and \"kind: %s\""
        .formatted(Configuration.API_VERSION, Configuration.KIND);
  }

  private static String problemOf(MarkedYamlEngineException e) {
    String problem =
        e.getContext() == null ? e.getProblem() : e.getContext() + ", " + e.getProblem();
    return e.getProblemMark()
        .map(mark -> "line %d, column %d: ".formatted(mark.getLine() + 1, mark.getColumn() + 1))
        .map(place -> place + problem)
        .orElse(problem);
  }

  private static ConfigurationException unreadable(Path file, String reason) {
    return ConfigurationException.configuration(
        "The configuration file %s cannot be read: %s.".formatted(file, reason));
  }

  private static ConfigurationException refused(String source, String reason) {
    return ConfigurationException.configuration(
        "The %s cannot be used: %s".formatted(source, reason));
  }
}
