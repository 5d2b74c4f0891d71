package io.x_k8s.jobset.e2e.operator;

import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Holds watch events of some resources back for a while. */
final class WatchValve {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Set<String> shut = Set.of();

  void shut(Set<String> resources) {
    set(resources);
  }

  void open() {
    set(Set.of());
  }

  /** Returns as soon as events of this resource may go on. */
  void pass(String resource) throws InterruptedException {
    lock.lock();
    try {
      while (shut.contains(resource)) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void set(Set<String> resources) {
    lock.lock();
    try {
      shut = resources;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
