package io.x_k8s.jobset.crd.generator;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * What the Javadoc of the model says: the first paragraph at a class and at each getter. It is
 * written for everyone who reads or writes a manifest; later paragraphs are about Java.
 */
final class ModelJavadoc {
  private final Map<String, String> texts;

  private ModelJavadoc(Map<String, String> texts) {
    this.texts = texts;
  }

  /**
   * Reads the sources of a package.
   *
   * @throws IllegalStateException if the running Java has no compiler
   */
  static ModelJavadoc of(Path sourceRoot, String packageName) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException(
          "The CRD's descriptions are read from sources, which needs a JDK, not a JRE.");
    }
    List<Path> sources;
    try (Stream<Path> files = Files.list(sourceRoot.resolve(packageName.replace('.', '/')))) {
      sources = files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
    try (var fileManager = compiler.getStandardFileManager(null, null, null)) {
      var units = fileManager.getJavaFileObjectsFromPaths(sources);
      var task =
          (JavacTask) compiler.getTask(null, fileManager, null, List.of("-proc:none"), null, units);
      Reader reader = new Reader(DocTrees.instance(task));
      reader.scan(task.parse(), null);
      return new ModelJavadoc(reader.texts);
    }
  }

  /** What the Javadoc of a class says. */
  String of(Class<?> type) {
    return text(type.getSimpleName());
  }

  /** What the Javadoc of a field's getter says. */
  String of(Field field) {
    String name = field.getName();
    String getter = "get" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    return text(field.getDeclaringClass().getSimpleName() + "." + getter);
  }

  private String text(String element) {
    String text = texts.get(element);
    if (text == null || text.isBlank()) {
      throw new IllegalStateException(
          element + " has no Javadoc, which is the description in the CRD.");
    }
    return text;
  }

  private static final class Reader extends TreePathScanner<Void, Void> {
    private final Map<String, String> texts = new HashMap<>();
    private final DocTrees docTrees;
    private String className;

    private Reader(DocTrees docTrees) {
      this.docTrees = docTrees;
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      className = type.getSimpleName().toString();
      put(className);
      return super.visitClass(type, unused);
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      put(className + "." + method.getName());
      return null;
    }

    private void put(String element) {
      DocCommentTree comment = docTrees.getDocCommentTree(getCurrentPath());
      if (comment != null) {
        texts.put(element, FirstParagraph.of(comment));
      }
    }
  }
}
