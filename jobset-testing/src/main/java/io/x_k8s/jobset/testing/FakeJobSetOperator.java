package io.x_k8s.jobset.testing;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Plays the JobSet operator on an API server that only stores objects, such as fabric8's mock
 * server in CRUD mode ({@code @EnableKubernetesMockClient(crud = true)} of {@code
 * kubernetes-server-mock}), so that a program can be tested without a cluster.
 *
 * <p>By itself it does what the operator does when nothing runs yet: a JobSet gets a status, is
 * suspended and resumed as its spec says. How its Jobs fare is told by a script, which runs in a
 * thread of its own as soon as the JobSet is there:
 *
 * <pre>{@code
 * operator.forNext(jobSet -> jobSet.ready().fail("workers", 2));
 * operator.forEach(jobSet -> jobSet.ready().complete());
 * }</pre>
 *
 * <p>or step by step by the test, while the program runs elsewhere:
 *
 * <pre>{@code
 * var training = operator.next();
 * training.ready("workers", 3);
 * }</pre>
 */
public final class FakeJobSetOperator implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Consumer<FakeJobSet> NO_SCRIPT = jobSet -> {};

  private final KubernetesClient kubernetes;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(task, "fake-jobset-operator");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<String, FakeJobSet> jobSets = new HashMap<>();
  private final Queue<FakeJobSet> withoutScript = new ArrayDeque<>();
  private final Queue<Consumer<FakeJobSet>> nextScripts = new ArrayDeque<>();
  private Consumer<FakeJobSet> script = NO_SCRIPT;
  private Optional<Throwable> failure = Optional.empty();
  private SharedIndexInformer<JobSet> informer;

  private FakeJobSetOperator(KubernetesClient kubernetes) {
    this.kubernetes = kubernetes;
  }

  /**
   * Starts to play the operator for all JobSets, also for those that are there already.
   *
   * @param kubernetes client for the server
   * @return the operator, which is to be closed
   */
  public static FakeJobSetOperator start(KubernetesClient kubernetes) {
    var operator = new FakeJobSetOperator(kubernetes);
    operator.informer =
        kubernetes.resources(JobSet.class).inAnyNamespace().inform(operator.new Events());
    return operator;
  }

  /**
   * Says how the Jobs fare of each JobSet that appears from now on and for which there is no other
   * script.
   *
   * @param script what happens to the JobSet; ends silently if the JobSet is deleted meanwhile
   * @return this
   */
  public synchronized FakeJobSetOperator forEach(Consumer<FakeJobSet> script) {
    this.script = Objects.requireNonNull(script, "script");
    return this;
  }

  /**
   * Says how the Jobs fare of the next JobSet that appears. Called again, it speaks of the one
   * after that.
   *
   * @param script what happens to the JobSet; ends silently if the JobSet is deleted meanwhile
   * @return this
   */
  public synchronized FakeJobSetOperator forNext(Consumer<FakeJobSet> script) {
    nextScripts.add(Objects.requireNonNull(script, "script"));
    return this;
  }

  /**
   * Waits, at most 30 seconds, for a JobSet that has no script and that was not returned before.
   *
   * @return the JobSet, in the order in which they appeared
   * @throws IllegalStateException if none appears
   */
  public FakeJobSet next() {
    return await(() -> Optional.ofNullable(withoutScript.poll()), "No JobSet was created");
  }

  /**
   * Waits, at most 30 seconds, for the JobSet that was created under a name.
   *
   * @param namespace its namespace
   * @param name its name
   * @return the JobSet
   * @throws IllegalStateException if it does not appear
   */
  public FakeJobSet jobSet(String namespace, String name) {
    return await(
        () ->
            Optional.ofNullable(
                    kubernetes.resources(JobSet.class).inNamespace(namespace).withName(name).get())
                .map(found -> jobSets.get(found.getMetadata().getUid())),
        "No JobSet %s/%s was created".formatted(namespace, name));
  }

  private synchronized FakeJobSet await(Supplier<Optional<FakeJobSet>> found, String otherwise) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var jobSet = found.get();
      if (jobSet.isPresent()) {
        withoutScript.remove(jobSet.get());
        return jobSet.get();
      }
      var left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw new IllegalStateException(
            "%s within %d seconds.".formatted(otherwise, PATIENCE.toSeconds()));
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for a JobSet", e);
      }
    }
  }

  private synchronized void appeared(JobSet jobSet) {
    var fake = new FakeJobSet(kubernetes, jobSet);
    if (jobSets.putIfAbsent(jobSet.getMetadata().getUid(), fake) != null) {
      return;
    }
    var told = Objects.requireNonNullElse(nextScripts.poll(), script);
    if (told == NO_SCRIPT) {
      withoutScript.add(fake);
    }
    run(
        () -> {
          fake.react();
          told.accept(fake);
        });
    notifyAll();
  }

  private synchronized void changed(JobSet jobSet) {
    var fake = jobSets.get(jobSet.getMetadata().getUid());
    if (fake != null) {
      run(fake::react);
    }
  }

  private void run(Runnable task) {
    if (threads.isShutdown()) {
      return;
    }
    threads.execute(
        () -> {
          try {
            task.run();
          } catch (FakeJobSet.Gone deleted) {
            // What a program may do at any time.
          } catch (RuntimeException | Error e) {
            keep(e);
          }
        });
  }

  private synchronized void keep(Throwable thrown) {
    // Whatever fails once the test is over has no meaning.
    if (failure.isEmpty() && !threads.isShutdown()) {
      failure = Optional.of(thrown);
    }
  }

  /**
   * Stops, and tells if a script went wrong.
   *
   * @throws AssertionError if a script has thrown something, which is its cause
   */
  @Override
  public void close() {
    informer.close();
    threads.shutdownNow();
    synchronized (this) {
      failure.ifPresent(
          cause -> {
            throw new AssertionError(
                "A script of the fake JobSet operator failed: " + cause.getMessage(), cause);
          });
    }
  }

  /** Every event leads to a look at what is stored, so their order does not matter. */
  private final class Events implements ResourceEventHandler<JobSet> {

    @Override
    public void onAdd(JobSet added) {
      appeared(added);
    }

    @Override
    public void onUpdate(JobSet before, JobSet after) {
      changed(after);
    }

    @Override
    public void onDelete(JobSet deleted, boolean finalStateUnknown) {
      changed(deleted);
    }
  }
}
