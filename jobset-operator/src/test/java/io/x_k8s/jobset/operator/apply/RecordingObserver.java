package io.x_k8s.jobset.operator.apply;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it learns. */
final class RecordingObserver implements WriteObserver {
  final List<String> learned = new CopyOnWriteArrayList<>();

  @Override
  public void wrote(Job job) {
    learned.add("job " + job.getMetadata().getName());
  }

  @Override
  public void deletedJob(String namespace, String name, String uid) {
    learned.add("no job " + name + " " + uid);
  }

  @Override
  public void wrote(JobSet jobSet) {
    learned.add("jobset " + jobSet.getMetadata().getName());
  }

  @Override
  public void deletedJobSet(String namespace, String name, String uid) {
    learned.add("no jobset " + name);
  }

  @Override
  public void wrote(Service service) {
    learned.add("service " + service.getMetadata().getName());
  }

  @Override
  public void wrote(PersistentVolumeClaim claim) {
    learned.add("claim " + claim.getMetadata().getName());
  }

  @Override
  public void claimExists(String jobSetUid, String name) {
    learned.add("claim of unknown origin " + name);
  }

  @Override
  public void templateChangeRefused(String jobUid) {
    learned.add("refused " + jobUid);
  }
}
