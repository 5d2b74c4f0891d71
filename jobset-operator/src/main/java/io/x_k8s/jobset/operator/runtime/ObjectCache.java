package io.x_k8s.jobset.operator.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of all objects of one kind: a record for each, the newest that a list, a watch or
 * an own write has shown. Three rules keep it from going back in time:
 *
 * <ul>
 *   <li>of two records of one name the one with the greater resourceVersion stays;
 *   <li>an object that is known to be deleted never returns, whatever late answers and events say;
 *   <li>an own write that the watch has not seen yet outlives a list that is older than the write.
 * </ul>
 *
 * <p>Safe for many threads. Reads cost no more than the records they return.
 *
 * @param <R> the record: immutable, and no larger than what is needed of the object
 */
public final class ObjectCache<R> {
  /**
   * How to tell records apart.
   *
   * @param namespace namespace of the object
   * @param name name of the object
   * @param uid its UID
   * @param resourceVersion the version that the record shows
   */
  public record Identity<R>(
      Function<R, String> namespace,
      Function<R, String> name,
      Function<R, String> uid,
      Function<R, String> resourceVersion) {
    private ObjectKey key(R object) {
      return new ObjectKey(namespace.apply(object), name.apply(object));
    }
  }

  /** Hears of changes, one at a time and in their order. Must not block: it holds up the cache. */
  @FunctionalInterface
  public interface Listener<R> {
    /**
     * @param before the record until now; null when the object is new
     * @param after the record from now on; null when the object is gone
     * @param initial whether it was found by the first listing
     */
    void changed(R before, R after, boolean initial);
  }

  private static final Logger LOG = LoggerFactory.getLogger(ObjectCache.class);

  /** Deleted at an unknown version: to be remembered until a watch or list has shown it. */
  private static final String UNKNOWN = "";

  private final Identity<R> identity;
  private final Function<R, ? extends Collection<String>> indexer;
  private final List<Listener<R>> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<ObjectKey, R> objects = new HashMap<>();
  private final Map<String, Map<String, R>> index = new HashMap<>();
  private final Map<String, String> deletedVersions = new HashMap<>(); // by UID

  /** The watch has told everything up to this version. */
  private String watched = ResourceVersions.NONE;

  /** A cache without an index. */
  public ObjectCache(Identity<R> identity) {
    this(identity, object -> List.of());
  }

  /**
   * A cache with an index.
   *
   * @param identity how to tell records apart
   * @param indexer the values that {@link #byIndex} finds a record by, such as its owner's UID; all
   *     different
   */
  public ObjectCache(Identity<R> identity, Function<R, ? extends Collection<String>> indexer) {
    this.identity = identity;
    this.indexer = indexer;
  }

  /** Adds someone who hears of every change from now on. */
  public void addListener(Listener<R> listener) {
    listeners.add(listener);
  }

  /** The object of this name. */
  public Optional<R> get(String namespace, String name) {
    lock.lock();
    try {
      return Optional.ofNullable(objects.get(new ObjectKey(namespace, name)));
    } finally {
      lock.unlock();
    }
  }

  /** The records with this index value, as they are at this moment. */
  public Collection<R> byIndex(String value) {
    lock.lock();
    try {
      Map<String, R> found = index.get(value);
      return found == null ? List.of() : List.copyOf(found.values());
    } finally {
      lock.unlock();
    }
  }

  /** All records, as they are at this moment. */
  public Collection<R> all() {
    lock.lock();
    try {
      return List.copyOf(objects.values());
    } finally {
      lock.unlock();
    }
  }

  /** How many objects are known. */
  public int size() {
    lock.lock();
    try {
      return objects.size();
    } finally {
      lock.unlock();
    }
  }

  /** Takes over what the API server answered to an own create, patch or update. */
  public void wrote(R answer) {
    lock.lock();
    try {
      // What the watch has passed it knows better: the object may be deleted by now.
      offer(answer, isWatched(identity.resourceVersion.apply(answer)), false);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes over that the API server said that the object is gone.
   *
   * @param namespace namespace of the object
   * @param name name of the object
   * @param uid UID of the object that is gone; another object of that name is not touched
   */
  public void deleted(String namespace, String name, String uid) {
    lock.lock();
    try {
      // One that is not here has been removed by the watch, or was never shown by it.
      if (remove(new ObjectKey(namespace, name), uid, null)) {
        deletedVersions.put(uid, UNKNOWN);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Like {@link #deleted(String, String, String)}, at a version that the answer named. */
  public void deleted(String namespace, String name, String uid, String resourceVersion) {
    lock.lock();
    try {
      remove(new ObjectKey(namespace, name), uid, resourceVersion);
      rememberDeleted(uid, resourceVersion);
    } finally {
      lock.unlock();
    }
  }

  /** Takes over a watch event that shows an object, and answers its version. */
  String watchChanged(R object) {
    lock.lock();
    try {
      String version = identity.resourceVersion.apply(object);
      offer(object, isWatched(version), false);
      watchReached(version);
      return version;
    } finally {
      lock.unlock();
    }
  }

  /** Takes over a watch event that shows the end of an object. */
  void watchDeleted(String namespace, String name, String uid, String resourceVersion) {
    lock.lock();
    try {
      remove(new ObjectKey(namespace, name), uid, resourceVersion);
      deletedVersions.remove(uid);
      watchReached(resourceVersion);
    } finally {
      lock.unlock();
    }
  }

  /** Takes over that the watch has told everything up to a version. */
  void watchReached(String resourceVersion) {
    lock.lock();
    try {
      if (!isWatched(resourceVersion)) {
        watched = resourceVersion;
        deletedVersions.values().removeIf(at -> !at.equals(UNKNOWN) && isWatched(at));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Starts to take over a list. */
  Listing startListing() {
    return new Listing();
  }

  /** A list on its way into the cache, page by page. */
  final class Listing {
    private final Set<String> listed = new HashSet<>();
    private final Set<String> deletedBefore;
    private final boolean initial;
    private boolean restored;

    private Listing() {
      lock.lock();
      try {
        deletedBefore = Set.copyOf(deletedVersions.keySet());
        initial = watched.equals(ResourceVersions.NONE);
      } finally {
        lock.unlock();
      }
    }

    /** Takes over one page; its records become visible at once. */
    void add(ListWatch.Page<R> page) {
      lock.lock();
      try {
        // A list answers with the newest state. If that is older than what we have seen, the
        // cluster was restored from a backup, and nothing that we know counts any more.
        if (ResourceVersions.compare(page.resourceVersion(), watched) < 0) {
          watched = page.resourceVersion();
          deletedVersions.clear();
          restored = true;
        }
        listed.addAll(page.undecodableUids());
        for (R object : page.objects()) {
          listed.add(identity.uid.apply(object));
          if (restored) {
            ObjectKey key = identity.key(object);
            replace(key, objects.get(key), object, initial);
          } else {
            offer(object, false, initial);
          }
        }
      } finally {
        lock.unlock();
      }
    }

    /** Removes what the list would show if it still existed. */
    void complete(String resourceVersion) {
      lock.lock();
      try {
        removeAll(
            object ->
                !listed.contains(identity.uid.apply(object))
                    && (restored || !isNewer(object, resourceVersion)));
        deletedVersions
            .entrySet()
            .removeIf(e -> e.getValue().equals(UNKNOWN) && deletedBefore.contains(e.getKey()));
        watchReached(resourceVersion);
      } finally {
        lock.unlock();
      }
    }
  }

  private boolean isWatched(String resourceVersion) {
    return ResourceVersions.compare(resourceVersion, watched) <= 0;
  }

  private boolean isNewer(R object, String resourceVersion) {
    return ResourceVersions.compare(identity.resourceVersion.apply(object), resourceVersion) > 0;
  }

  private void rememberDeleted(String uid, String resourceVersion) {
    if (!isWatched(resourceVersion)) {
      deletedVersions.put(uid, resourceVersion);
    }
  }

  /**
   * Takes over a record unless something newer is known.
   *
   * @param onlyIfPresent whether to ignore an object that the cache does not hold
   */
  private void offer(R object, boolean onlyIfPresent, boolean initial) {
    ObjectKey key = identity.key(object);
    String uid = identity.uid.apply(object);
    String version = identity.resourceVersion.apply(object);
    String deletedAt = deletedVersions.get(uid);
    if (deletedAt != null
        && (deletedAt.equals(UNKNOWN) || ResourceVersions.compare(version, deletedAt) <= 0)) {
      return;
    }
    R current = objects.get(key);
    boolean sameObject = current != null && identity.uid.apply(current).equals(uid);
    if (onlyIfPresent && !sameObject
        || current != null && !isNewer(object, identity.resourceVersion.apply(current))) {
      return;
    }
    if (current != null && !sameObject) {
      rememberDeleted(identity.uid.apply(current), version);
    }
    replace(key, current, object, initial);
  }

  /** Removes an object unless its record is newer than this version (null: whatever it is). */
  private boolean remove(ObjectKey key, String uid, String resourceVersion) {
    R current = objects.get(key);
    if (current == null
        || !identity.uid.apply(current).equals(uid)
        || resourceVersion != null && isNewer(current, resourceVersion)) {
      return false;
    }
    replace(key, current, null, false);
    return true;
  }

  private void removeAll(Predicate<R> condition) {
    List<R> gone = new ArrayList<>(objects.values());
    gone.removeIf(condition.negate());
    gone.forEach(object -> replace(identity.key(object), object, null, false));
  }

  private void replace(ObjectKey key, R before, R after, boolean initial) {
    if (before != null) {
      indexer.apply(before).forEach(value -> unindex(value, identity.uid.apply(before)));
    }
    if (after == null) {
      objects.remove(key);
    } else {
      objects.put(key, after);
      indexer.apply(after).forEach(value -> index(value, after));
    }
    for (Listener<R> listener : listeners) {
      try {
        listener.changed(before, after, initial);
      } catch (RuntimeException e) {
        LOG.error("A listener failed on a change of {}", key, e);
      }
    }
  }

  private void index(String value, R object) {
    index
        .computeIfAbsent(value, found -> new LinkedHashMap<>())
        .put(identity.uid.apply(object), object);
  }

  private void unindex(String value, String uid) {
    Map<String, R> entries = index.get(value);
    entries.remove(uid);
    if (entries.isEmpty()) {
      index.remove(value);
    }
  }
}
