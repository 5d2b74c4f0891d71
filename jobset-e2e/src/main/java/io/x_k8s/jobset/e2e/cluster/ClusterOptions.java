package io.x_k8s.jobset.e2e.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * How a local cluster is to be.
 *
 * @param mode what it consists of
 * @param detached outlives this JVM
 * @param nodes number of nodes
 * @param nodeLabels labels of the node with that index, beside the usual ones
 * @param users users beside the administrator, and their groups
 * @param apiServerArguments added to those of the API server
 * @param auditLog where each answered request is written, as a line of JSON
 * @param progress told what takes long
 */
record ClusterOptions(
    ClusterMode mode,
    boolean detached,
    int nodes,
    IntFunction<Map<String, String>> nodeLabels,
    Map<String, List<String>> users,
    List<String> apiServerArguments,
    Optional<Path> auditLog,
    Consumer<String> progress) {}
