package io.x_k8s.jobset.e2e.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The cluster that all tests of a JVM share: an existing one where {@code JOBSET_E2E_KUBECONFIG} or
 * the system property {@code jobset.e2e.kubeconfig} names its kubeconfig file, else a {@link
 * LocalCluster}, started when it is first asked for and stopped when the JVM ends.
 *
 * @param kubeconfig file that leads to it, as administrator
 * @param external whether it exists beside these tests, so that they must leave it as it was
 */
public record TestCluster(Path kubeconfig, boolean external) {

  /** The environment variable that names an existing cluster's kubeconfig file. */
  public static final String KUBECONFIG_VARIABLE = "JOBSET_E2E_KUBECONFIG";

  /** The system property that does the same, and goes before it. */
  public static final String KUBECONFIG_PROPERTY = "jobset.e2e.kubeconfig";

  /**
   * A cluster whose Jobs nobody runs, see {@link LocalCluster#api()}. An external one must not run
   * them either.
   */
  public static TestCluster api() {
    return Api.CLUSTER;
  }

  /** A cluster that runs Jobs, see {@link LocalCluster#simulated()}. */
  public static TestCluster simulated() {
    return Simulated.CLUSTER;
  }

  /** A cluster that runs Jobs in containers, see {@link LocalCluster#real()}. */
  public static TestCluster real() {
    return Real.CLUSTER;
  }

  private static TestCluster externalOr(Supplier<LocalCluster> local) {
    return existing()
        .map(kubeconfig -> new TestCluster(kubeconfig, true))
        .orElseGet(() -> new TestCluster(local.get().kubeconfig(), false));
  }

  private static Optional<Path> existing() {
    var kubeconfig =
        Optional.ofNullable(System.getProperty(KUBECONFIG_PROPERTY))
            .or(() -> Optional.ofNullable(System.getenv(KUBECONFIG_VARIABLE)))
            .filter(name -> !name.isBlank())
            .map(Path::of);
    kubeconfig
        .filter(Files::notExists)
        .ifPresent(
            missing -> {
              throw new LocalClusterException(
                  "The kubeconfig file %s, named by %s or -D%s, does not exist."
                      .formatted(missing, KUBECONFIG_VARIABLE, KUBECONFIG_PROPERTY));
            });
    return kubeconfig;
  }

  // A class is initialised once and when it is used: that is what starts a cluster.

  private static final class Api {
    static final TestCluster CLUSTER = externalOr(() -> LocalCluster.api().start());
  }

  private static final class Real {
    static final TestCluster CLUSTER = externalOr(() -> LocalCluster.real().start());
  }

  private static final class Simulated {
    static final TestCluster CLUSTER = externalOr(() -> LocalCluster.simulated().start());
  }
}
