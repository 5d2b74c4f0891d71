package io.x_k8s.jobset.client.v1alpha2;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.x_k8s.jobset.admission.AdmissionGates;
import io.x_k8s.jobset.admission.ExistingClaims;
import io.x_k8s.jobset.admission.Findings;
import io.x_k8s.jobset.admission.Preflight;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes JobSets of the usual shapes, and says about any JobSet what can be said without a cluster.
 *
 * <p>What the makers return is a plain builder, to be edited further. In all of them, Pods have
 * stable DNS names, a Pod that fails ends its Job at once and stays to be looked at, and what
 * happens then is up to the {@code failurePolicy}, which is not set. To let the API server choose a
 * name: {@code editMetadata().withName(null).withGenerateName("training-").endMetadata()}; nothing
 * that they set depends on knowing it.
 *
 * <p>The rendezvous of {@link #torchrun}, {@link #jax} and {@link #mpi} is a set of environment
 * variables in all containers. Variables that a template has itself go before them, and it may
 * refer to them, as in {@code $(MASTER_ADDR)}. Host names are right as long as {@code
 * spec.network.subdomain} is not set.
 */
public final class JobSets {

  /** Name of the ReplicatedJob of workers. */
  public static final String WORKERS = Shape.WORKERS;

  /** Name of the ReplicatedJob of {@link #leaderAndWorkers}' leader. */
  public static final String LEADER = Shape.LEADER;

  /** Name of the ReplicatedJob of {@link #mpi}'s launcher. */
  public static final String LAUNCHER = Shape.LAUNCHER;

  private static final int TORCH_PORT = 29500;
  private static final int JAX_PORT = 1234;
  private static final int MOST_HOSTS = 1000;

  /** Which features a cluster has on is not known here; what it does not want, it refuses. */
  private static final AdmissionGates ALL = new AdmissionGates(true, true, true);

  private JobSets() {}

  /**
   * Workers: one Job of several Pods.
   *
   * @param name of the JobSet
   * @param pods how many workers there are
   * @param pod what each of them runs; not changed
   * @return a JobSet with the ReplicatedJob {@link #WORKERS}
   */
  public static JobSetBuilder workers(String name, int pods, PodTemplateSpec pod) {
    return Shape.of(name, Shape.replicatedJob(WORKERS, 1, pods, pod));
  }

  /**
   * Workers that are all told the address of the first: its DNS name is in an annotation of each
   * Pod, which {@link #coordinatorAddress} makes a variable.
   *
   * @param name of the JobSet, at most 25 characters, because the address has to fit into a label
   * @param pods how many workers there are
   * @param pod what each of them runs; not changed
   * @return a JobSet with the ReplicatedJob {@link #WORKERS} and a coordinator
   */
  public static JobSetBuilder coordinated(String name, int pods, PodTemplateSpec pod) {
    return Shape.withCoordinator(workers(name, pods, pod), WORKERS);
  }

  /**
   * A leader and its workers, which are all told the address of the leader, as in {@link
   * #coordinated}.
   *
   * @param name of the JobSet, at most 25 characters, because the address has to fit into a label
   * @param leader what the leader runs; not changed
   * @param workers how many workers there are
   * @param worker what each of them runs; not changed
   * @return a JobSet with the ReplicatedJobs {@link #LEADER} and {@link #WORKERS}, and a
   *     coordinator
   */
  public static JobSetBuilder leaderAndWorkers(
      String name, PodTemplateSpec leader, int workers, PodTemplateSpec worker) {
    return Shape.withCoordinator(
        Shape.of(
            name,
            Shape.replicatedJob(LEADER, 1, 1, leader),
            Shape.replicatedJob(WORKERS, 1, workers, worker)),
        LEADER);
  }

  /**
   * A variable with the address of a JobSet's coordinator.
   *
   * @param variable its name
   * @return for the containers of a Pod template
   */
  public static EnvVar coordinatorAddress(String variable) {
    return Environment.variable(variable, JobSetLabels.COORDINATOR);
  }

  /**
   * PyTorch on several nodes, one Pod each. Set are, for {@code torchrun}, which needs none of its
   * options then, {@code PET_NNODES}, {@code PET_NODE_RANK}, {@code PET_MASTER_ADDR} and {@code
   * PET_MASTER_PORT}; for command lines {@code NNODES} and {@code NODE_RANK}; and for one process
   * per Pod without {@code torchrun} {@code MASTER_ADDR}, {@code MASTER_PORT}, {@code WORLD_SIZE}
   * and {@code RANK}.
   *
   * @param name of the JobSet
   * @param nodes how many Pods there are
   * @param pod what each of them runs; not changed
   * @return a JobSet with the ReplicatedJob {@link #WORKERS}, one Job of all Pods
   */
  public static JobSetBuilder torchrun(String name, int nodes, PodTemplateSpec pod) {
    return torchrun(name, 1, nodes, pod);
  }

  /**
   * The same over several Jobs, for example to place each of them on a rack of its own. Where there
   * are several Jobs of several Pods, a shell calculates the ranks and starts the container's
   * command; so containers must have a {@code command} and {@code /bin/sh}, and their command line
   * cannot refer to {@code $(NODE_RANK)} or {@code $(RANK)}.
   *
   * @param name of the JobSet
   * @param jobs how many Jobs there are
   * @param nodesPerJob how many Pods each of them has
   * @param pod what each of them runs; not changed
   * @return a JobSet with the ReplicatedJob {@link #WORKERS}
   * @throws IllegalArgumentException if a shell is needed and a container has no command
   */
  public static JobSetBuilder torchrun(
      String name, int jobs, int nodesPerJob, PodTemplateSpec pod) {
    return new Rendezvous(name, jobs, nodesPerJob).torchrun(pod, TORCH_PORT);
  }

  /**
   * JAX in several processes, one Pod each. Set are {@code JAX_COORDINATOR_ADDRESS}, with port
   * 1234, {@code JAX_NUM_PROCESSES} and {@code JAX_PROCESS_ID}, for {@code
   * jax.distributed.initialize}.
   *
   * @param name of the JobSet
   * @param processes how many Pods there are
   * @param pod what each of them runs; not changed
   * @return a JobSet with the ReplicatedJob {@link #WORKERS}, one Job of all Pods
   */
  public static JobSetBuilder jax(String name, int processes, PodTemplateSpec pod) {
    return jax(name, 1, processes, pod);
  }

  /**
   * The same over several Jobs, for example one for each slice of TPUs. What {@link
   * #torchrun(String, int, int, PodTemplateSpec)} says about the shell applies.
   *
   * @param name of the JobSet
   * @param jobs how many Jobs there are
   * @param processesPerJob how many Pods each of them has
   * @param pod what each of them runs; not changed
   * @return a JobSet with the ReplicatedJob {@link #WORKERS}
   * @throws IllegalArgumentException if a shell is needed and a container has no command
   */
  public static JobSetBuilder jax(String name, int jobs, int processesPerJob, PodTemplateSpec pod) {
    return new Rendezvous(name, jobs, processesPerJob).jax(pod, JAX_PORT);
  }

  /**
   * MPI: a launcher that starts processes on workers. The launcher is created once the workers are
   * ready, and the JobSet completes when the launcher does. Its containers get {@code MPI_HOSTS},
   * as in {@code mpirun --host $(MPI_HOSTS) -np $(MPI_NUM_PROCESSES) …}. That the launcher may log
   * in at the workers (keys, {@code sshd}, a readiness probe) is up to the templates.
   *
   * @param name of the JobSet
   * @param launcher what the launcher runs; not changed
   * @param workers how many workers there are, at most 1000
   * @param slotsPerWorker how many processes each of them takes
   * @param worker what each of them runs; not changed
   * @return a JobSet with the ReplicatedJobs {@link #WORKERS} and {@link #LAUNCHER}
   */
  public static JobSetBuilder mpi(
      String name,
      PodTemplateSpec launcher,
      int workers,
      int slotsPerWorker,
      PodTemplateSpec worker) {
    if (workers > MOST_HOSTS) {
      throw new IllegalArgumentException(
          "The names of %d workers do not fit into a variable; %d do. Give the launcher a host file."
              .formatted(workers, MOST_HOSTS));
    }
    var hosts =
        IntStream.range(0, workers)
            .mapToObj(pod -> Environment.host(WORKERS, 0, pod) + ":" + slotsPerWorker)
            .collect(Collectors.joining(","));
    var environment =
        new Environment()
            .value("MPI_HOSTS", hosts)
            .value("MPI_NUM_PROCESSES", (long) workers * slotsPerWorker);
    return Shape.launched(
        name,
        Shape.replicatedJob(WORKERS, 1, workers, worker),
        Shape.replicatedJob(LAUNCHER, 1, 1, environment.in(launcher)));
  }

  /**
   * Checks a JobSet that is to be created, as the API server and the operator's webhook would, with
   * all features of the operator switched on. What only a cluster can know is not checked: quotas,
   * existing claims, other webhooks.
   *
   * @param jobSet the JobSet; defaults need not be filled in; not changed
   * @return all errors at once, and warnings about what is accepted but likely a mistake
   */
  public static Findings validate(JobSet jobSet) {
    return Preflight.create(jobSet, ALL, ExistingClaims.NONE);
  }

  /**
   * Checks a change of a JobSet likewise.
   *
   * @param old the JobSet as the API server has it; not changed
   * @param now the JobSet as it is to be; not changed
   * @return all errors at once, and warnings
   */
  public static Findings validate(JobSet old, JobSet now) {
    return Preflight.update(old, now, ALL);
  }

  /**
   * Shows what a JobSet will become in a cluster.
   *
   * @param jobSet the JobSet; defaults need not be filled in; not changed. If it has a {@code
   *     generateName} only, five x stand for the characters that the API server will choose
   * @return its Jobs, Service, claims and the names of its Pods
   */
  public static JobSetPreview preview(JobSet jobSet) {
    return JobSetPreview.of(jobSet);
  }
}
