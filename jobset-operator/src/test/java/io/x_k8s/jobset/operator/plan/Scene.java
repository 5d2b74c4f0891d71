package io.x_k8s.jobset.operator.plan;

import io.x_k8s.jobset.operator.features.FeatureGate;
import io.x_k8s.jobset.operator.features.FeatureGates;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one pass finds: a JobSet, and whatever of its children a test puts beside it. */
final class Scene {
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private final JobSet jobSet;
  private final List<JobRecord> jobs = new ArrayList<>();
  private final List<PodRecord> pods = new ArrayList<>();
  private Optional<ServiceRecord> service;
  private final Set<String> claims = new HashSet<>();
  private final Set<String> refusedResumes = new HashSet<>();
  private FeatureGates gates = FeatureGates.DEFAULTS;
  private Instant time = NOW;

  private Scene(JobSet jobSet) {
    this.jobSet = jobSet;
    this.service = Optional.of(service("jobset-uid", JobSets.NAME));
  }

  /** The JobSet with its Service and no Jobs. */
  static Scene of(JobSetBuilder jobSet) {
    return new Scene(jobSet.build());
  }

  static ServiceRecord service(String controllerUid, String selectedJobSet) {
    return new ServiceRecord(
        "default", JobSets.NAME, "service-uid", "1", controllerUid, selectedJobSet);
  }

  Scene with(Jobs... jobs) {
    for (Jobs job : jobs) {
      this.jobs.add(job.build());
    }
    return this;
  }

  Scene with(InPlacePods... pods) {
    for (InPlacePods pod : pods) {
      this.pods.add(pod.build());
    }
    return this;
  }

  Scene withoutService() {
    service = Optional.empty();
    return this;
  }

  Scene withService(ServiceRecord other) {
    service = Optional.of(other);
    return this;
  }

  Scene withClaim(String name) {
    claims.add(name);
    return this;
  }

  Scene refusingToResume(String jobUid) {
    refusedResumes.add(jobUid);
    return this;
  }

  Scene gate(FeatureGate gate) {
    gates = gates.with(gate);
    return this;
  }

  Scene at(Instant time) {
    this.time = time;
    return this;
  }

  Snapshot snapshot() {
    return new Snapshot(
        jobSet, List.copyOf(jobs), List.copyOf(pods), service, claims, refusedResumes, gates, time);
  }

  ChildJobs children() {
    return ChildJobs.of(snapshot());
  }

  ReplicatedJobCounts counts() {
    return ReplicatedJobCounts.of(snapshot(), children());
  }

  PlannedPass plan() {
    Snapshot snapshot = snapshot();
    return new PlannedPass(snapshot.status(), new JobSetPlanner().plan(snapshot));
  }
}
