package io.x_k8s.jobset.client.v1alpha2;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extension.ExtensibleResourceAdapter;
import io.x_k8s.jobset.client.internal.JobSetView;
import io.x_k8s.jobset.client.kueue.Kueue;
import io.x_k8s.jobset.client.kueue.KueueWorkload;
import io.x_k8s.jobset.client.v1alpha2.explain.Explanation;
import io.x_k8s.jobset.client.v1alpha2.logs.JobSetLogs;
import io.x_k8s.jobset.client.v1alpha2.logs.LogOptions;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The operations of any resource, and those that JobSets have beside. */
final class DefaultJobSetResource extends ExtensibleResourceAdapter<JobSet>
    implements JobSetResource {

  @Override
  public DefaultJobSetResource newInstance() {
    return new DefaultJobSetResource();
  }

  @Override
  public JobSetResource submit() {
    return new Submission(this, client).create();
  }

  @Override
  public JobSetResource apply(String fieldManager) {
    return new Submission(this, client).apply(fieldManager);
  }

  @Override
  public JobSet suspend() {
    return new Suspension(this, kubernetes()).set(true);
  }

  @Override
  public JobSet resume() {
    return new Suspension(this, kubernetes()).set(false);
  }

  @Override
  public RestartHistory restartHistory() {
    var jobSet = ExistingJobSet.read(this, client);
    var related = new RelatedObjects(kubernetes(), jobSet);
    return new RestartRecords(new JobSetView(jobSet), related.eventsOfJobSet(), related.jobs())
        .history();
  }

  @Override
  public JobSetLogs logs(LogOptions options) {
    return JobSetLogs.open(kubernetes(), ExistingJobSet.read(this, client), options);
  }

  @Override
  public Explanation explain() {
    return Explanation.of(
        new SnapshotReader(kubernetes(), ExistingJobSet.read(this, client)).read());
  }

  @Override
  public Optional<KueueWorkload> workload() {
    return Kueue.workloadOf(kubernetes(), ExistingJobSet.read(this, client));
  }

  @Override
  public JobSetOutcome waitUntilFinished(Duration timeout, Consumer<? super JobSet> listener)
      throws InterruptedException {
    return new FinishWait(this, listener).await(timeout);
  }

  private KubernetesClient kubernetes() {
    return client.adapt(KubernetesClient.class);
  }
}
