package io.x_k8s.jobset.e2e.admission;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Asks an API server what it thinks of JobSets, without storing them.
 *
 * @param client of that server
 */
record Server(KubernetesClient client) {
  private static final int AT_ONCE = 8;
  private static final int INVALID = 422;

  /**
   * An answer.
   *
   * @param accepted whether the JobSet would be stored
   * @param message why not; empty if it would
   * @param stored as it would be; null if it would not
   */
  record Answer(boolean accepted, String message, JobSet stored) {}

  Answer create(JobSet jobSet) {
    return answer(client.resource(jobSet).dryRun()::create);
  }

  Answer update(JobSet jobSet) {
    Resource<JobSet> resource = client.resource(jobSet);
    return answer(resource.dryRun()::update);
  }

  private interface Request {
    JobSet send();
  }

  /** An error other than "invalid" would be no answer. */
  private static Answer answer(Request request) {
    try {
      return new Answer(true, "", request.send());
    } catch (KubernetesClientException e) {
      Status status = e.getStatus();
      if (e.getCode() != INVALID || status == null) {
        throw e;
      }
      return new Answer(false, status.getMessage(), null);
    }
  }

  /** Asks about many, several at once; the results are in the same order. */
  static <T, R> List<R> all(List<T> questions, Function<T, R> ask) {
    try (ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<R>> answers = new ArrayList<>();
      questions.forEach(question -> answers.add(executor.submit(() -> ask.apply(question))));
      List<R> results = new ArrayList<>();
      for (Future<R> answer : answers) {
        results.add(answer.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the API server gave no answer", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the API server was asked", e);
    }
  }
}
