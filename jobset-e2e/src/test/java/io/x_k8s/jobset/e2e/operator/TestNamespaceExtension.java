package io.x_k8s.jobset.e2e.operator;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** See {@link OperatorTest}. */
final class TestNamespaceExtension implements ParameterResolver {
  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(TestNamespaceExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestNamespace.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(STORE)
        .getOrComputeIfAbsent(TestNamespace.class, type -> new OfTest(open(context)), OfTest.class)
        .namespace();
  }

  private static TestNamespace open(ExtensionContext context) {
    TestNamespace namespace =
        new TestNamespace(ApiClusterUnderTest.shared(), OperatorSettings.withGates(gates(context)));
    boolean started =
        AnnotationSupport.findAnnotation(context.getRequiredTestClass(), OperatorTest.class)
            .map(OperatorTest::started)
            .orElse(true);
    if (started) {
      namespace.startOperator();
    }
    return namespace;
  }

  private static String[] gates(ExtensionContext context) {
    Optional<Gates> ofMethod =
        AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Gates.class);
    return ofMethod
        .or(() -> AnnotationSupport.findAnnotation(context.getRequiredTestClass(), Gates.class))
        .map(Gates::value)
        .orElse(new String[0]);
  }

  /** What JUnit closes when the test has ended. */
  private record OfTest(TestNamespace namespace) implements AutoCloseable {
    @Override
    public void close() {
      namespace.close();
    }
  }
}
