package io.x_k8s.jobset.e2e.operator;

import io.x_k8s.jobset.e2e.operator.ApiFault.Effect;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Trouble on the way between an operator and the API server, drawn from a seed: requests and
 * answers get lost, a server refuses what it could do, another has done what it says it could not,
 * and watches are late, say things twice, go back to what they said before, or end.
 */
final class Turbulence implements AutoCloseable {

  /** What may happen, and how often in a thousand requests, or events of a watch. */
  enum Trouble {
    REQUEST_LOST(15),
    ANSWER_LOST(25),
    CONFLICT(15),
    TOO_MANY_REQUESTS(15),
    INTERNAL_ERROR(15),
    TIMEOUT(10),
    TIMEOUT_OF_WHAT_IS_DONE(10),
    WATCH_LATE(15),
    WATCH_REPEATED(50),
    WATCH_GOES_BACK(25),
    WATCH_ENDS(10);

    private final int perMille;

    Trouble(int perMille) {
      this.perMille = perMille;
    }
  }

  /** Everything goes well. */
  static final Turbulence NONE = new Turbulence(0);

  static {
    NONE.close();
  }

  private static final Duration SHORTEST_DELAY = Duration.ofMillis(1000);
  private static final Duration LONGEST_DELAY = Duration.ofMillis(2500);
  private static final int REMEMBERED_EVENTS = 20;

  private final Random random;
  private final Map<Trouble, Integer> met = new EnumMap<>(Trouble.class);
  private final CountDownLatch over = new CountDownLatch(1);

  Turbulence(long seed) {
    this.random = new Random(seed);
  }

  /** What happens to a request. */
  Effect meet(ApiRequest request) {
    if (happens(Trouble.REQUEST_LOST)) {
      return new Effect.LoseRequest();
    }
    if (happens(Trouble.ANSWER_LOST)) {
      return new Effect.LoseAnswer();
    }
    if (request.isWrite() && happens(Trouble.CONFLICT)) {
      return refusal(409, "Conflict");
    }
    if (happens(Trouble.TOO_MANY_REQUESTS)) {
      return refusal(429, "TooManyRequests");
    }
    if (happens(Trouble.INTERNAL_ERROR)) {
      return refusal(500, "InternalError");
    }
    if (happens(Trouble.TIMEOUT)) {
      return refusal(504, "Timeout");
    }
    if (happens(Trouble.TIMEOUT_OF_WHAT_IS_DONE)) {
      return new Effect.Misreport(504, ApiFault.status(504, "Timeout", "took too long"));
    }
    return new Effect.None();
  }

  /** What happens to the events of one watch. */
  OfWatch ofWatch() {
    return new OfWatch();
  }

  /** How often what has happened. */
  synchronized Map<Trouble, Integer> met() {
    return new EnumMap<>(met);
  }

  /** From now on everything goes well; what is held back goes on. */
  @Override
  public void close() {
    over.countDown();
  }

  private static Effect refusal(int code, String reason) {
    return new Effect.Refuse(code, ApiFault.status(code, reason, "refused on the way"));
  }

  private synchronized boolean happens(Trouble trouble) {
    boolean happens = over.getCount() > 0 && random.nextInt(1000) < trouble.perMille;
    if (happens) {
      met.merge(trouble, 1, Integer::sum);
    }
    return happens;
  }

  private synchronized int below(int bound) {
    return random.nextInt(bound);
  }

  /** One watch. For one thread. */
  final class OfWatch {
    private final Deque<String> said = new ArrayDeque<>();

    /** What the operator is told when the server tells an event; may take its time. */
    List<String> tell(String event) throws InterruptedException {
      if (happens(Trouble.WATCH_LATE)) {
        int room = (int) LONGEST_DELAY.minus(SHORTEST_DELAY).toMillis();
        over.await(SHORTEST_DELAY.toMillis() + below(room), TimeUnit.MILLISECONDS);
      }
      said.addLast(event);
      if (said.size() > REMEMBERED_EVENTS) {
        said.removeFirst();
      }
      if (happens(Trouble.WATCH_REPEATED)) {
        return List.of(event, event);
      }
      if (happens(Trouble.WATCH_GOES_BACK)) {
        return List.of(event, List.copyOf(said).get(below(said.size())));
      }
      return List.of(event);
    }

    /** Whether the connection breaks now. */
    boolean ends() {
      return happens(Trouble.WATCH_ENDS);
    }
  }
}
