package io.x_k8s.jobset.e2e.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments that the programs of one cluster are started with.
 *
 * @param folder the cluster's folder
 * @param etcdPort where etcd listens
 * @param serverPort where the API server listens
 */
record CommandLines(
    Path folder, ClusterAccess access, ClusterOptions options, int etcdPort, int serverPort) {

  /** Unlimited, in effect: a test or a benchmark must not measure a component's client limits. */
  private static final List<String> CLIENT_LIMITS =
      List.of("--kube-api-qps=5000", "--kube-api-burst=5000");

  URI server() {
    return URI.create("https://127.0.0.1:" + serverPort);
  }

  private String etcdAddress() {
    return "http://127.0.0.1:" + etcdPort;
  }

  List<String> etcd() {
    // Port 0 is any: there is no second member to know it.
    var peers = "http://127.0.0.1:0";
    return List.of(
        "--name=jobset",
        "--data-dir=" + folder.resolve("etcd"),
        "--listen-client-urls=" + etcdAddress(),
        "--advertise-client-urls=" + etcdAddress(),
        "--listen-peer-urls=" + peers,
        "--initial-advertise-peer-urls=" + peers,
        "--initial-cluster=jobset=" + peers,
        // The data need not survive the machine.
        "--unsafe-no-fsync=true",
        "--quota-backend-bytes=8589934592",
        "--log-level=warn");
  }

  List<String> apiServer() {
    var arguments =
        new ArrayList<>(
            List.of(
                "--etcd-servers=" + etcdAddress(),
                "--bind-address=127.0.0.1",
                // Left alone it looks for another interface, and fails where there is none.
                "--advertise-address=127.0.0.1",
                "--endpoint-reconciler-type=none",
                "--secure-port=" + serverPort,
                "--cert-dir=" + access.certificateFolder(),
                "--token-auth-file=" + access.tokenFile(),
                "--authorization-mode=Node,RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + access.serviceAccountPublicKey(),
                "--service-account-signing-key-file=" + access.serviceAccountKey(),
                "--service-cluster-ip-range=10.0.0.0/16",
                "--allow-privileged=true",
                "--max-requests-inflight=3000",
                "--max-mutating-requests-inflight=3000"));
    switch (options.mode()) {
      case API ->
          // Nobody makes the service accounts that this plugin wants every Pod to have.
          arguments.add("--disable-admission-plugins=ServiceAccount");
      case SIMULATED -> {}
      case REAL -> {
        arguments.add("--egress-selector-config-file=" + RealNode.egressConfiguration(folder));
        arguments.add("--kubelet-preferred-address-types=InternalIP");
        // Webhooks that are Services are called at a Pod's address: no other way leads there.
        arguments.add("--enable-aggregator-routing=true");
      }
    }
    options
        .auditLog()
        .ifPresent(
            log -> {
              arguments.add("--audit-policy-file=" + folder.resolve("audit-policy.yaml"));
              arguments.add("--audit-log-path=" + log.toAbsolutePath());
              arguments.add("--audit-log-maxsize=1000000"); // MB; who counts lines wants one file
            });
    arguments.addAll(options.apiServerArguments());
    return arguments;
  }

  List<String> controllerManager() {
    var arguments =
        new ArrayList<>(
            List.of(
                "--kubeconfig=" + access.kubeconfig(ClusterAccess.CONTROLLER_MANAGER),
                "--service-account-private-key-file=" + access.serviceAccountKey(),
                "--root-ca-file=" + access.certificate(),
                "--leader-elect=false",
                "--secure-port=0",
                "--concurrent-job-syncs=50",
                "--concurrent-gc-syncs=50",
                // As rarely as kwok renews a node's lease.
                "--node-monitor-grace-period=30m"));
    arguments.addAll(CLIENT_LIMITS);
    return arguments;
  }

  List<String> scheduler() {
    var arguments =
        new ArrayList<>(
            List.of(
                "--kubeconfig=" + access.kubeconfig(ClusterAccess.SCHEDULER),
                "--leader-elect=false",
                "--secure-port=0"));
    arguments.addAll(CLIENT_LIMITS);
    return arguments;
  }

  List<String> kwok() {
    return List.of(
        "--kubeconfig=" + access.kubeconfig(ClusterAccess.KWOK),
        "--config=" + folder.resolve("stages.yaml"),
        // Two long lines for each Pod otherwise.
        "--v=WARN");
  }
}
