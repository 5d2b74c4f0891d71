package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static io.x_k8s.jobset.e2e.operator.Waiting.settled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.x_k8s.jobset.e2e.operator.Turbulence.Trouble;
import io.x_k8s.jobset.testing.JobSetAssert;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import io.x_k8s.jobset.v1alpha2.JobSetStatusBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Fifty JobSets live through restarts while the network and the API server fail in every way, and
 * the operator is killed again and again. What is left must be what a calm run leaves.
 */
@OperatorTest(started = false)
@Gates("RestartJob")
@Isolated("It needs the processors for itself to end in time.")
class FaultInjectionIT {
  private static final int JOB_SETS = 50;
  private static final int KILLS = 10;
  private static final int FEWEST_WRITES_OF_A_PROCESS = 20;
  private static final int MOST_WRITES_OF_A_PROCESS = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  private static final String SEED_PROPERTY = "jobset.e2e.seed";
  private static final long SEED = Long.getLong(SEED_PROPERTY, 4711);

  /** What no failure of a request may lead to. */
  private static final Pattern BUG =
      Pattern.compile(
          "\\b(NullPointer|ClassCast|IllegalState|IllegalArgument|IndexOutOfBounds|"
              + "NoSuchElement|ConcurrentModification|UnsupportedOperation)Exception\\b|Error:");

  @Test
  void whateverFailsTheEndIsThatOfACalmRun(
      TestNamespace namespace, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
      throws Exception {
    System.out.printf(
        "Fault injection with seed %d; -D%s=<seed> tries another%n", SEED, SEED_PROPERTY);
    Map<Life, String> calm = calmStatuses();

    Map<String, Life> lives = lives();
    try (Turbulence turbulence = new Turbulence(SEED)) {
      namespace.proxy().enter(turbulence);
      liveThrough(lives, namespace, folder);
      assertEachKindOfTroubleWasMet(turbulence.met());
    }

    lives.forEach((name, life) -> assertEnd(namespace, name, life, calm.get(life)));
    assertJobsAreThoseOfTheEnd(namespace, lives);
    assertNothingWasMadeTwice(namespace, lives);
    assertEachEndWasToldOnce(namespace, lives);
    assertNoRestartWasToldTwice(namespace, lives);
    assertThat(namespace.proxy().exchanges())
        .as("requests that no API server could understand")
        .noneMatch(exchange -> exchange.served() == 400 || exchange.served() == 415);
    assertThat(Files.readString(folder.resolve("operator.log"))).doesNotContainPattern(BUG);
  }

  /** Plays all lives, kills the operator meanwhile, and waits until nothing happens any more. */
  private static void liveThrough(Map<String, Life> lives, TestNamespace namespace, Path folder)
      throws InterruptedException, ExecutionException {
    Random random = new Random(SEED);
    OperatorProcess operator = OperatorProcess.start(folder, settings(), namespace.proxy());
    try (PlayedNamespace played = new PlayedNamespace(namespace, SEED);
        ExecutorService players = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> playing = new ArrayList<>();
      lives.forEach((name, life) -> playing.add(players.submit(() -> life.play(played, name))));

      for (int kill = 0; kill < KILLS; kill++) {
        int span = MOST_WRITES_OF_A_PROCESS - FEWEST_WRITES_OF_A_PROCESS;
        awaitWrites(namespace, FEWEST_WRITES_OF_A_PROCESS + random.nextInt(span), playing);
        operator.kill();
        operator = OperatorProcess.start(folder, settings(), namespace.proxy());
      }
      for (Future<?> life : playing) {
        life.get();
      }
      eventually(
          () ->
              assertThat(lives.keySet())
                  .allSatisfy(
                      name -> assertThat(terminalState(namespace.jobSet(name))).isNotNull()));
      eventually(() -> assertThat(endsToldOf(namespace)).containsOnlyKeys(lives.keySet()));
      settled(() -> namespace.proxy().requests(ApiRequest::isWrite).size());
    } finally {
      operator.close();
    }
  }

  /** Waits until the operator is in the middle of something. */
  private static void awaitWrites(TestNamespace namespace, int more, List<Future<?>> playing) {
    int before = namespace.proxy().requests(ApiRequest::isWrite).size();
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .failFast(
            "all JobSets have ended before the operator was killed often enough",
            () -> playing.stream().allMatch(Future::isDone))
        .until(() -> namespace.proxy().requests(ApiRequest::isWrite).size() - before >= more);
  }

  /** The status that each life leaves when nothing goes wrong. */
  private static Map<Life, String> calmStatuses() {
    Map<Life, String> statuses = new EnumMap<>(Life.class);
    try (TestNamespace namespace = new TestNamespace(ApiClusterUnderTest.shared(), settings());
        PlayedNamespace played = new PlayedNamespace(namespace, SEED)) {
      namespace.startOperator();
      for (Life life : Life.values()) {
        String name = name(life, 0);
        life.play(played, name);
        eventually(() -> assertThat(terminalState(namespace.jobSet(name))).isNotNull());
        statuses.put(life, settled(() -> status(namespace.jobSet(name))));
      }
    }
    return statuses;
  }

  private static void assertEnd(TestNamespace namespace, String name, Life life, String calm) {
    JobSet jobSet = namespace.jobSet(name);
    assertThat(status(jobSet)).as("status of %s", name).isEqualTo(calm);
    JobSetAssert.assertThat(jobSet)
        .hasRestarts(life.end().restarts(), life.end().countTowardsMax());
    assertThat(jobSet.getStatus().getConditions().getLast().getReason())
        .as("end of %s", name)
        .isEqualTo(life.end().reason());
    assertThat(jobSet.getMetadata().getDeletionTimestamp()).isNull();
  }

  /** None is orphaned, none is left of an earlier attempt, and none is missing. */
  private static void assertJobsAreThoseOfTheEnd(TestNamespace namespace, Map<String, Life> lives) {
    Map<String, String> expected = new TreeMap<>();
    lives.forEach(
        (name, life) -> {
          String uid = namespace.jobSet(name).getMetadata().getUid();
          List<String> left = life == Life.BUDGET_USED_UP ? List.of("a-0") : JobSetPlayer.JOBS;
          left.forEach(job -> expected.put(name + "-" + job, uid));
        });
    Map<String, String> owners = new TreeMap<>();
    namespace.jobs().forEach((name, job) -> owners.put(name, owner(job)));

    assertThat(owners).isEqualTo(expected);
    assertThat(namespace.jobController().deleting()).isEmpty();
    assertThat(namespace.services())
        .extracting(service -> service.getMetadata().getName())
        .containsExactlyInAnyOrderElementsOf(lives.keySet());
  }

  /** By what the API server has answered, whether or not the operator heard of it. */
  private static void assertNothingWasMadeTwice(TestNamespace namespace, Map<String, Life> lives) {
    Map<String, Integer> expected = new TreeMap<>();
    lives.forEach(
        (name, life) -> {
          expected.put(name + "-a-0", life.end().madeA0());
          expected.put(name + "-b-0", life.end().madeB0());
          expected.put(name + "-b-1", life.end().madeB1());
        });

    assertThat(made(namespace, "jobs")).isEqualTo(expected);
    assertThat(made(namespace, "services"))
        .containsOnlyKeys(lives.keySet())
        .allSatisfy((name, count) -> assertThat(count).as(name).isEqualTo(1));
  }

  private static void assertEachEndWasToldOnce(TestNamespace namespace, Map<String, Life> lives) {
    Map<String, String> expected = new TreeMap<>();
    lives.forEach((name, life) -> expected.put(name, life.end().reason() + " 1"));
    assertThat(endsToldOf(namespace)).isEqualTo(expected);
  }

  /** Such an event may get lost with a process that is killed, but none is told twice. */
  private static void assertNoRestartWasToldTwice(
      TestNamespace namespace, Map<String, Life> lives) {
    Map<String, Integer> told =
        namespace.eventObjects().stream()
            .filter(event -> event.getReason().endsWith("FailurePolicyAction"))
            .collect(
                Collectors.toMap(
                    event -> event.getRegarding().getName(),
                    event -> JobSetEvent.of(event).count(),
                    Integer::sum));
    assertThat(told)
        .allSatisfy(
            (name, count) ->
                assertThat(count)
                    .as("events of %s", name)
                    .isLessThanOrEqualTo(lives.get(name).end().policyActions()));
  }

  /** By JobSet: reason and count of each event that tells of its end. */
  private static Map<String, String> endsToldOf(TestNamespace namespace) {
    return namespace.eventObjects().stream()
        .filter(
            event ->
                event.getReason().equals("AllJobsCompleted")
                    || event.getReason().equals("ReachedMaxRestarts"))
        .collect(
            Collectors.toMap(
                event -> event.getRegarding().getName(),
                event -> event.getReason() + " " + JobSetEvent.of(event).count(),
                (one, other) -> one + ", " + other,
                TreeMap::new));
  }

  private static void assertEachKindOfTroubleWasMet(Map<Trouble, Integer> met) {
    System.out.println("What went wrong: " + met);
    for (Trouble trouble : Trouble.values()) {
      assertThat(met.getOrDefault(trouble, 0)).as("%s", trouble).isGreaterThan(3);
    }
  }

  private static Map<String, Integer> made(TestNamespace namespace, String resource) {
    return namespace.proxy().exchanges().stream()
        .filter(exchange -> exchange.request().isCreateOf(resource) && exchange.isDone())
        .map(exchange -> Serialization.unmarshal(exchange.request().body()))
        .map(made -> ((HasMetadata) made).getMetadata().getName())
        .collect(Collectors.toMap(name -> name, name -> 1, Integer::sum, TreeMap::new));
  }

  private static Map<String, Life> lives() {
    Map<String, Life> lives = new LinkedHashMap<>();
    for (int i = 0; i < JOB_SETS; i++) {
      Life life = Life.values()[i % Life.values().length];
      lives.put(name(life, i), life);
    }
    return lives;
  }

  private static String name(Life life, int number) {
    return life.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + number;
  }

  private static OperatorSettings settings() {
    return OperatorSettings.withGates("RestartJob");
  }

  /**
   * All of the status but its times and the JobSet's own name. The conditions are a map by type,
   * whose order tells when each was first seen: a write that got lost may change that.
   */
  private static String status(JobSet jobSet) {
    JobSetStatus status = new JobSetStatusBuilder(jobSet.getStatus()).build();
    status.setConditions(
        status.getConditions().stream().sorted(Comparator.comparing(Condition::getType)).toList());
    return Serialization.asYaml(status)
        .replaceAll("lastTransitionTime: .*", "lastTransitionTime")
        .replace(jobSet.getMetadata().getName(), "<name>");
  }

  private static String terminalState(JobSet jobSet) {
    return jobSet.getStatus() == null ? null : jobSet.getStatus().getTerminalState();
  }

  private static String owner(Job job) {
    return job.getMetadata().getOwnerReferences().stream()
        .filter(OwnerReference::getController)
        .map(OwnerReference::getUid)
        .collect(Collectors.joining());
  }
}
