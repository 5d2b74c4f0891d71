package io.x_k8s.jobset.derived;

import static io.x_k8s.jobset.derived.Fixtures.build;
import static io.x_k8s.jobset.derived.Fixtures.jobSet;
import static io.x_k8s.jobset.derived.Fixtures.replicatedJob;
import static io.x_k8s.jobset.derived.Fixtures.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.x_k8s.jobset.v1alpha2.CoordinatorBuilder;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChildJobTemplateTest {

  @Test
  void jobIsNamedAndOwned() {
    Job job = build(jobSet("js", replicatedJob("workers", 2).build()).build(), "workers", 1);

    assertThat(job.getApiVersion()).isEqualTo("batch/v1");
    assertThat(job.getKind()).isEqualTo("Job");
    assertThat(job.getMetadata().getName()).isEqualTo("js-workers-1");
    assertThat(job.getMetadata().getNamespace()).isEqualTo("default");
    assertThat(job.getMetadata().getOwnerReferences())
        .containsExactly(
            new OwnerReferenceBuilder()
                .withApiVersion("jobset.x-k8s.io/v1alpha2")
                .withKind("JobSet")
                .withName("js")
                .withUid("the-uid")
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build());
  }

  @Test
  @Tag("controller:C-006")
  void userKeysAreKeptAndJobSetKeysAreAddedFourTimes() {
    ReplicatedJob workers =
        replicatedJob("workers", 2)
            .editTemplate()
            .withNewMetadata()
            .addToLabels("job-label", "a")
            .addToAnnotations("job-annotation", "b")
            .endMetadata()
            .editSpec()
            .editTemplate()
            .withNewMetadata()
            .addToLabels("pod-label", "c")
            .addToAnnotations("pod-annotation", "d")
            .endMetadata()
            .endTemplate()
            .endSpec()
            .endTemplate()
            .build();

    Job job = build(jobSet("js", workers).build(), "workers", 1);

    Map<String, String> ours =
        Map.ofEntries(
            Map.entry("jobset.sigs.k8s.io/jobset-name", "js"),
            Map.entry("jobset.sigs.k8s.io/jobset-uid", "the-uid"),
            Map.entry("jobset.sigs.k8s.io/replicatedjob-name", "workers"),
            Map.entry("jobset.sigs.k8s.io/replicatedjob-replicas", "2"),
            Map.entry("jobset.sigs.k8s.io/global-replicas", "2"),
            Map.entry("jobset.sigs.k8s.io/job-index", "1"),
            Map.entry("jobset.sigs.k8s.io/job-global-index", "1"),
            Map.entry("jobset.sigs.k8s.io/job-key", "20dc345bc2e84bd8edbf2a3c1e402ea64730add9"),
            Map.entry("jobset.sigs.k8s.io/restart-attempt", "0"),
            Map.entry("jobset.sigs.k8s.io/group-name", "default"),
            Map.entry("jobset.sigs.k8s.io/group-replicas", "2"),
            Map.entry("jobset.sigs.k8s.io/job-group-index", "1"));
    ObjectMeta pod = podMetadata(job);
    assertThat(job.getMetadata().getLabels()).isEqualTo(plus(ours, "job-label", "a"));
    assertThat(job.getMetadata().getAnnotations()).isEqualTo(plus(ours, "job-annotation", "b"));
    assertThat(pod.getLabels()).isEqualTo(plus(ours, "pod-label", "c"));
    assertThat(pod.getAnnotations()).isEqualTo(plus(ours, "pod-annotation", "d"));
  }

  @ParameterizedTest
  @CsvSource({"jobset.sigs.k8s.io/job-index, 99, 0", "jobset.sigs.k8s.io/group-name, x, default"})
  @Tag("controller:C-013")
  @Tag("api:A28")
  void jobSetKeysOverwriteThoseOfTheUser(String key, String given, String expected) {
    ReplicatedJob workers =
        replicatedJob("workers", 1)
            .editTemplate()
            .withNewMetadata()
            .addToLabels(key, given)
            .addToAnnotations(key, given)
            .endMetadata()
            .editSpec()
            .editTemplate()
            .withNewMetadata()
            .addToLabels(key, given)
            .addToAnnotations(key, given)
            .endMetadata()
            .endTemplate()
            .endSpec()
            .endTemplate()
            .build();

    Job job = build(jobSet("js", workers).build(), "workers", 0);

    assertThat(valuesOf(key, job)).containsExactly(expected, expected, expected, expected);
  }

  @ParameterizedTest
  @CsvSource({
    "a, 0, 0, 2, 0, left, 5, 0",
    "a, 1, 1, 2, 1, left, 5, 1",
    "b, 0, 0, 1, 2, default, 1, 0",
    "c, 0, 0, 3, 3, left, 5, 2",
    "c, 1, 1, 3, 4, left, 5, 3",
    "c, 2, 2, 3, 5, left, 5, 4",
  })
  @Tag("api:A20")
  void indexesOfTheGroupsExample(
      String replicatedJob,
      int index,
      String jobIndex,
      String replicas,
      String globalIndex,
      String group,
      String groupReplicas,
      String groupIndex) {
    JobSet grouped =
        jobSet(
                "grouped",
                replicatedJob("a", 2).withGroupName("left").build(),
                replicatedJob("b", 1).build(),
                replicatedJob("c", 3).withGroupName("left").build())
            .build();

    Job job = build(grouped, replicatedJob, index);

    assertThat(values(job))
        .allSatisfy(
            keys ->
                assertThat(keys)
                    .containsEntry(JobSetLabels.JOB_INDEX, jobIndex)
                    .containsEntry(JobSetLabels.REPLICATEDJOB_REPLICAS, replicas)
                    .containsEntry(JobSetLabels.JOB_GLOBAL_INDEX, globalIndex)
                    .containsEntry(JobSetLabels.GROUP_NAME, group)
                    .containsEntry(JobSetLabels.GROUP_REPLICAS, groupReplicas)
                    .containsEntry(JobSetLabels.JOB_GROUP_INDEX, groupIndex)
                    .containsEntry(JobSetLabels.GLOBAL_REPLICAS, "6"));
  }

  @Test
  @Tag("controller:C-016")
  @Tag("controller:C-020")
  void jobOfAReplicatedJobThatIsNotInTheSpecHasEmptyIndexes() {
    JobSet jobSet = jobSet("js", replicatedJob("workers", 2).build()).build();

    Job job =
        DerivedObjects.of(jobSet)
            .jobsOf(replicatedJob("other", 1).build())
            .build(0, OptionalInt.empty());

    assertThat(valuesOf(JobSetLabels.JOB_GLOBAL_INDEX, job)).containsOnly("").hasSize(4);
    assertThat(valuesOf(JobSetLabels.JOB_GROUP_INDEX, job)).containsOnly("").hasSize(4);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "absent",
      value = {"absent", "''"})
  @Tag("controller:C-022")
  void emptyGroupNameIsWrittenAndGroupIndexIsTheGlobalIndex(String group) {
    JobSet jobSet =
        jobSet(
                "js",
                replicatedJob("a", 2).withGroupName(group).build(),
                replicatedJob("b", 3).withGroupName(group).build())
            .build();

    Job job = build(jobSet, "b", 1);

    assertThat(valuesOf(JobSetLabels.GROUP_NAME, job)).containsExactly("", "", "", "");
    assertThat(valuesOf(JobSetLabels.JOB_GROUP_INDEX, job)).containsExactly("3", "3", "3", "3");
    assertThat(valuesOf(JobSetLabels.JOB_GLOBAL_INDEX, job)).containsExactly("3", "3", "3", "3");
  }

  @Test
  @Tag("controller:C-024")
  void restartAttemptIsTheRestartsOfTheStatus() {
    JobSet jobSet =
        jobSet("js", replicatedJob("workers", 1).build())
            .withNewStatus()
            .withRestarts(2)
            .endStatus()
            .build();

    Job job = build(jobSet, "workers", 0);

    assertThat(valuesOf(JobSetLabels.RESTART_ATTEMPT, job)).containsExactly("2", "2", "2", "2");
  }

  @Test
  @Tag("controller:C-025")
  @Tag("controller:C-027")
  @Tag("api:A29")
  void jobRestartAttemptIsWrittenWhenGiven() {
    ChildJobTemplate template =
        template(jobSet("js", replicatedJob("workers", 2).build()).build(), "workers");

    assertThat(valuesOf(JobSetLabels.JOB_RESTART_ATTEMPT, template.build(0, OptionalInt.of(1))))
        .containsExactly("1", "1", "1", "1");
    assertThat(valuesOf(JobSetLabels.JOB_RESTART_ATTEMPT, template.build(1, OptionalInt.of(0))))
        .containsExactly("0", "0", "0", "0");
  }

  @Test
  @Tag("controller:C-026")
  @Tag("api:A30")
  void jobRestartAttemptIsAbsentWhenNotGivenWhateverTheStatusHolds() {
    JobSet jobSet =
        jobSet("js", replicatedJob("workers", 2).build())
            .withNewStatus()
            .addNewReplicatedJobsStatus()
            .withName("workers")
            .withJobRestarts(1, 0)
            .endReplicatedJobsStatus()
            .endStatus()
            .build();

    assertThat(values(build(jobSet, "workers", 0)))
        .allSatisfy(keys -> assertThat(keys).doesNotContainKey(JobSetLabels.JOB_RESTART_ATTEMPT));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "absent",
      value = {"absent, coord-leader-1-0.coord", "sub, coord-leader-1-0.sub"})
  @Tag("controller:C-029")
  @Tag("api:A25")
  void coordinatorIsPublishedOnEveryJob(String subdomain, String endpoint) {
    JobSet jobSet =
        jobSet("coord", replicatedJob("leader", 2).build(), replicatedJob("workers", 1).build())
            .editSpec()
            .withCoordinator(
                new CoordinatorBuilder().withReplicatedJob("leader").withJobIndex(1L).build())
            .editNetwork()
            .withSubdomain(subdomain)
            .endNetwork()
            .endSpec()
            .build();

    assertThat(valuesOf(JobSetLabels.COORDINATOR, build(jobSet, "leader", 0)))
        .containsExactly(endpoint, endpoint, endpoint, endpoint);
    assertThat(valuesOf(JobSetLabels.COORDINATOR, build(jobSet, "workers", 0)))
        .containsExactly(endpoint, endpoint, endpoint, endpoint);
  }

  @Test
  @Tag("controller:C-030")
  void withoutCoordinatorTheKeyIsAbsent() {
    Job job = build(jobSet("js", replicatedJob("workers", 1).build()).build(), "workers", 0);

    assertThat(values(job))
        .allSatisfy(keys -> assertThat(keys).doesNotContainKey(JobSetLabels.COORDINATOR));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "absent",
      value = {"absent, js", "'', js", "sub, sub"})
  @Tag("controller:C-031")
  void podsGetTheSubdomainOverTheirOwn(String subdomain, String expected) {
    JobSet jobSet =
        jobSet("js", withPodSubdomain("x"))
            .editSpec()
            .editNetwork()
            .withSubdomain(subdomain)
            .endNetwork()
            .endSpec()
            .build();

    assertThat(podSpec(build(jobSet, "workers", 0)).getSubdomain()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "absent",
      value = {"absent", "false"})
  @Tag("controller:C-032")
  void withoutDnsHostnamesPodsKeepTheirSubdomain(Boolean enabled) {
    JobSet jobSet =
        jobSet("js", withPodSubdomain("x"))
            .editSpec()
            .withNewNetwork()
            .withEnableDNSHostnames(enabled)
            .endNetwork()
            .endSpec()
            .build();

    assertThat(podSpec(build(jobSet, "workers", 0)).getSubdomain()).isEqualTo("x");
  }

  @Test
  @Tag("controller:C-032")
  void withoutNetworkPodsKeepTheirSubdomain() {
    JobSet jobSet =
        jobSet("js", withPodSubdomain("x")).editSpec().withNetwork(null).endSpec().build();

    assertThat(podSpec(build(jobSet, "workers", 0)).getSubdomain()).isEqualTo("x");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "absent",
      value = {"true, true", "false, false", "absent, false"})
  @Tag("controller:C-033")
  void suspendIsThatOfTheJobSetWhateverTheTemplateSays(Boolean given, boolean expected) {
    for (Boolean ofTemplate : new Boolean[] {null, true, false}) {
      ReplicatedJob workers =
          replicatedJob("workers", 1)
              .editTemplate()
              .editSpec()
              .withSuspend(ofTemplate)
              .endSpec()
              .endTemplate()
              .build();
      JobSet jobSet = jobSet("js", workers).editSpec().withSuspend(given).endSpec().build();

      assertThat(build(jobSet, "workers", 0).getSpec().getSuspend()).isEqualTo(expected);
    }
  }

  @Test
  @Tag("controller:C-034")
  void startupPolicyDoesNotAlterTheJob() {
    JobSet plain = jobSet("js", replicatedJob("workers", 1).build()).build();
    JobSet inOrder =
        plain
            .edit()
            .editSpec()
            .withNewStartupPolicy()
            .withStartupPolicyOrder("InOrder")
            .endStartupPolicy()
            .endSpec()
            .build();

    assertThat(build(inOrder, "workers", 0)).isEqualTo(build(plain, "workers", 0));
  }

  @Test
  void restartPolicyIsFilledInOnlyWhereAbsent() {
    assertThat(restartPolicyFor(null)).isEqualTo("OnFailure");
    assertThat(restartPolicyFor("")).isEqualTo("OnFailure");
    assertThat(restartPolicyFor("Never")).isEqualTo("Never");
  }

  @Test
  void everythingElseOfTheTemplatePassesThroughUntouched() {
    JobSpec given =
        new JobSpecBuilder()
            .withBackoffLimit(3)
            .withParallelism(4)
            .withCompletions(4)
            .withActiveDeadlineSeconds(60L)
            .withTtlSecondsAfterFinished(5)
            .withManagedBy("example.com/other")
            .withPodReplacementPolicy("Failed")
            .withNewPodFailurePolicy()
            .addNewRule()
            .withAction("Ignore")
            .addNewOnPodCondition("True", "DisruptionTarget")
            .endRule()
            .endPodFailurePolicy()
            .addToAdditionalProperties("futureJobField", Map.of("a", 1))
            .withNewTemplate()
            .withNewMetadata()
            .addToFinalizers("example.com/finalizer")
            .endMetadata()
            .withNewSpec()
            .withRestartPolicy("Never")
            .withSchedulerName("mine")
            .withPriorityClassName("high")
            .withNewSchedulingGroup()
            .withPodGroupName("gang")
            .endSchedulingGroup()
            .withNewAffinity()
            .withNewPodAntiAffinity()
            .addNewRequiredDuringSchedulingIgnoredDuringExecution()
            .withTopologyKey("rack")
            .endRequiredDuringSchedulingIgnoredDuringExecution()
            .endPodAntiAffinity()
            .endAffinity()
            .addNewInitContainer()
            .withName("init")
            .withRestartPolicy("Always")
            .endInitContainer()
            .addNewContainer()
            .withName("main")
            .withArgs("a", "", "b")
            .withNewResources()
            .addToLimits("cpu", new Quantity("1500m"))
            .endResources()
            .endContainer()
            .addNewVolume()
            .withName("tmp")
            .withNewEmptyDir()
            .endEmptyDir()
            .endVolume()
            .addNewSchedulingGate("example.com/gate")
            .addNewToleration("NoExecute", "k", "Exists", 30L, null)
            .addToNodeSelector("os", "linux")
            .addToAdditionalProperties("futurePodField", List.of("x"))
            .endSpec()
            .endTemplate()
            .build();
    JobSet jobSet =
        jobSet(
                "js",
                replicatedJob("workers", 1).editTemplate().withSpec(given).endTemplate().build())
            .editSpec()
            .withNetwork(null)
            .endSpec()
            .build();

    JobSpec built = build(jobSet, "workers", 0).getSpec();

    ObjectMeta podMetadata = built.getTemplate().getMetadata();
    assertThat(built)
        .isEqualTo(
            new JobSpecBuilder(given)
                .withSuspend(false)
                .editTemplate()
                .editMetadata()
                .withLabels(podMetadata.getLabels())
                .withAnnotations(podMetadata.getAnnotations())
                .endMetadata()
                .endTemplate()
                .build());
    assertThat(built.getCompletionMode()).isNull();
  }

  @Test
  void otherMetadataOfTheJobTemplateIsIgnored() {
    ReplicatedJob workers =
        replicatedJob("workers", 1)
            .editTemplate()
            .withNewMetadata()
            .withName("other")
            .withNamespace("elsewhere")
            .addToFinalizers("example.com/finalizer")
            .endMetadata()
            .endTemplate()
            .build();

    ObjectMeta metadata = build(jobSet("js", workers).build(), "workers", 0).getMetadata();

    assertThat(metadata.getName()).isEqualTo("js-workers-0");
    assertThat(metadata.getNamespace()).isEqualTo("default");
    assertThat(metadata.getFinalizers()).isEmpty();
  }

  @Test
  void severalThreadsMayBuildAtOnce() {
    ChildJobTemplate template =
        template(jobSet("js", replicatedJob("workers", 200).build()).build(), "workers");
    List<Job> oneByOne = IntStream.range(0, 200).mapToObj(i -> job(template, i)).toList();

    List<Job> together =
        IntStream.range(0, 200).parallel().mapToObj(i -> job(template, i)).toList();

    assertThat(together).isEqualTo(oneByOne);
    assertThat(together).extracting(job -> job.getMetadata().getName()).doesNotHaveDuplicates();
  }

  private static Job job(ChildJobTemplate template, int index) {
    return template.build(index, OptionalInt.empty());
  }

  private static ReplicatedJob withPodSubdomain(String subdomain) {
    return replicatedJob("workers", 1)
        .editTemplate()
        .editSpec()
        .editTemplate()
        .editSpec()
        .withSubdomain(subdomain)
        .endSpec()
        .endTemplate()
        .endSpec()
        .endTemplate()
        .build();
  }

  private static String restartPolicyFor(String given) {
    ReplicatedJob workers =
        replicatedJob("workers", 1)
            .editTemplate()
            .editSpec()
            .editTemplate()
            .editSpec()
            .withRestartPolicy(given)
            .endSpec()
            .endTemplate()
            .endSpec()
            .endTemplate()
            .build();
    return podSpec(build(jobSet("js", workers).build(), "workers", 0)).getRestartPolicy();
  }

  private static List<String> valuesOf(String key, Job job) {
    return values(job).map(keys -> keys.get(key)).toList();
  }

  /** Labels and annotations of the Job and of its Pod template. */
  private static Stream<Map<String, String>> values(Job job) {
    return Stream.of(job.getMetadata(), podMetadata(job))
        .flatMap(metadata -> Stream.of(metadata.getLabels(), metadata.getAnnotations()));
  }

  private static ObjectMeta podMetadata(Job job) {
    return job.getSpec().getTemplate().getMetadata();
  }

  private static PodSpec podSpec(Job job) {
    return job.getSpec().getTemplate().getSpec();
  }

  private static Map<String, String> plus(Map<String, String> map, String key, String value) {
    Map<String, String> all = new HashMap<>(map);
    all.put(key, value);
    return all;
  }
}
