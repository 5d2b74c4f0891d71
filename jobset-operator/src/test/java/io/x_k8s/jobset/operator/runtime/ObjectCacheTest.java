package io.x_k8s.jobset.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x_k8s.jobset.operator.runtime.ListWatch.Page;
import io.x_k8s.jobset.operator.runtime.ObjectCache.Listing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectCacheTest {
  private final ObjectCache<Thing> cache = new ObjectCache<>(Thing.IDENTITY, Thing::owners);

  @ParameterizedTest(name = "{0}: {1} => {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          list shows what exists             | list 5 a:u1:3 b:u2:5                          | a:u1:3 b:u2:5
          event adds                         | list 5; event a:u1:6                          | a:u1:6
          event changes                      | list 5 a:u1:3; event a:u1:6                   | a:u1:6
          event removes                      | list 5 a:u1:3; gone a:u1:6                    |
          own write is visible at once       | list 5 a:u1:3; wrote a:u1:7                   | a:u1:7
          own creation is visible at once    | list 5; wrote a:u1:7                          | a:u1:7
          older event after an own write     | list 5 a:u1:3; wrote a:u1:7; event a:u1:6     | a:u1:7
          same event after an own write      | list 5 a:u1:3; wrote a:u1:7; event a:u1:7     | a:u1:7
          newer event after an own write     | list 5 a:u1:3; wrote a:u1:7; event a:u1:8     | a:u1:8
          late answer to an older own write  | list 5 a:u1:3; event a:u1:8; wrote a:u1:7     | a:u1:8
          versions compare as numbers        | list 5 a:u1:3; event a:u1:10; event a:u1:9    | a:u1:10
          versions longer than any integer   | list 5; event a:u1:99999999999999999999; event a:u1:100000000000000000000 | a:u1:100000000000000000000

          own deletion is visible at once    | list 5 a:u1:3; deleted a:u1                   |
          deleted object, older event        | list 5 a:u1:3; deleted a:u1; event a:u1:6     |
          deleted object, its end, repeated event | list 5 a:u1:3; deleted a:u1; gone a:u1:7; event a:u1:6 |
          deleted object, late answer        | list 5 a:u1:3; deleted a:u1; wrote a:u1:6     |
          deleted object, its end, late answer | list 5 a:u1:3; deleted a:u1; gone a:u1:7; wrote a:u1:6 |
          deleted object in an older list    | list 5 a:u1:3; deleted a:u1:9; list 8 a:u1:6  |
          known version, older event         | list 5 a:u1:3; deleted a:u1:9; event a:u1:8   |
          known version, bookmark, late answer | list 5 a:u1:3; deleted a:u1:9; bookmark 10; wrote a:u1:8 |
          known version before any event     | list 5; deleted a:u1:9; event a:u1:8          |
          deletion of another UID            | list 5 a:u2:4; deleted a:u1                   | a:u2:4
          deletion older than the record     | list 5 a:u1:3; wrote a:u1:12; deleted a:u1:9  | a:u1:12
          end by the watch, late answer      | list 5 a:u1:3; gone a:u1:7; wrote a:u1:6      |
          end by the watch, repeated event   | list 5 a:u1:3; gone a:u1:7; event a:u1:6      |
          object outside the selector returns | list 5 a:u1:3; gone a:u1:7; event a:u1:8     | a:u1:8
          own write brings it into the selector again | list 5 a:u1:3; gone a:u1:7; wrote a:u1:8 | a:u1:8
          end by the selector, but own newer write | list 5 a:u1:3; wrote a:u1:8; gone a:u1:7 | a:u1:8

          new object of the same name        | list 5 a:u1:3; event a:u2:8                   | a:u2:8
          own new object of the same name    | list 5 a:u1:3; wrote a:u2:8                   | a:u2:8
          older event of the old object      | list 5 a:u1:3; wrote a:u2:8; event a:u1:6     | a:u2:8
          late end of the old object         | list 5 a:u1:3; wrote a:u2:8; gone a:u1:7      | a:u2:8
          old object after both are gone     | list 5 a:u1:3; wrote a:u2:8; deleted a:u2; event a:u1:6 |
          late answer about the old object   | list 5 a:u1:3; gone a:u1:7; event a:u2:8; wrote a:u1:6 | a:u2:8

          relist drops what is gone          | list 5 a:u1:3 b:u2:4; list 9 b:u2:4           | b:u2:4
          relist, own write before it        | list 5; wrote a:u1:7; list 9                  |
          relist, own write of its version   | list 5; wrote a:u1:9; list 9                  |
          relist, own write after it         | list 5; wrote a:u1:10; list 9                 | a:u1:10
          relist with an older state         | list 5; wrote a:u1:10; list 9 a:u1:8          | a:u1:10
          relist with another UID            | list 5 a:u1:3; list 9 a:u2:8                  | a:u2:8
          relist, then a late answer         | list 5 a:u1:3; list 9; wrote a:u1:8           |
          object that cannot be read stays   | list 5 a:u1:3; list 9 !u1                     | a:u1:3
          list over two pages                | list 5 a:u1:3 / b:u2:4                        | a:u1:3 b:u2:4
          restored from a backup             | list 50 a:u1:30 b:u2:40; list 9 a:u1:8 c:u3:9 | a:u1:8 c:u3:9
          after a restore the watch counts   | list 50 a:u1:30; list 9 a:u1:8; event a:u1:10 | a:u1:10
          """)
  void keepsTheNewestTruth(String rule, String steps, String expected) {
    for (String step : steps.split(";")) {
      perform(step.strip());
    }

    Set<String> wanted = expected == null ? Set.of() : Set.of(expected.split(" "));
    assertThat(cache.all().stream().map(Thing::toString))
        .containsExactlyInAnyOrderElementsOf(wanted);
    assertThat(cache.size()).isEqualTo(wanted.size());
  }

  @Test
  void unknownDeletionIsForgottenByAListThatWasStartedLater() {
    perform("list 5 a:u1:3");
    Listing before = cache.startListing();
    perform("deleted a:u1");
    addPage(before, "6", "a:u1:3");
    before.complete("6");
    assertThat(cache.all()).as("the list may be older than the deletion").isEmpty();

    perform("list 9");
    perform("event a:u1:10");
    assertThat(cache.all()).as("the API server says that it exists").hasSize(1);
  }

  @Test
  void objectIsFoundByItsNamespaceAndName() {
    perform("list 5 a:u1:3");

    assertThat(cache.get("ns", "a")).contains(Thing.of("a:u1:3"));
    assertThat(cache.get("other", "a")).isEmpty();
    assertThat(cache.get("ns", "b")).isEmpty();
  }

  @Test
  void indexFollowsEveryChange() {
    perform("list 5 a:u1:3:x b:u2:3:x c:u3:3");
    assertThat(cache.byIndex("x")).extracting(Thing::name).containsExactly("a", "b");

    perform("wrote a:u1:7:y");
    perform("gone b:u2:8");
    perform("event d:u4:9:y");
    assertThat(cache.byIndex("x")).isEmpty();
    assertThat(cache.byIndex("y")).extracting(Thing::name).containsExactly("a", "d");

    perform("event a:u5:10:z");
    assertThat(cache.byIndex("y")).extracting(Thing::name).containsExactly("d");
    assertThat(cache.byIndex("z")).extracting(Thing::uid).containsExactly("u5");
  }

  @Test
  void anObjectIsFoundByEachOfItsValues() {
    perform("list 5 a:u1:3:x+y b:u2:3:y");
    assertThat(cache.byIndex("x")).extracting(Thing::name).containsExactly("a");
    assertThat(cache.byIndex("y")).extracting(Thing::name).containsExactly("a", "b");

    perform("event a:u1:6:y+z");
    assertThat(cache.byIndex("x")).isEmpty();
    assertThat(cache.byIndex("y")).extracting(Thing::name).containsExactly("b", "a");
    assertThat(cache.byIndex("z")).extracting(Thing::version).containsExactly("6");
  }

  @Test
  void answersAreCopiesThatLaterChangesDoNotTouch() {
    perform("list 5 a:u1:3:x");
    Collection<Thing> seen = cache.byIndex("x");
    perform("gone a:u1:6");

    assertThat(seen).hasSize(1);
    assertThatThrownBy(seen::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void listenersHearOfVisibleChangesOnly() {
    List<String> heard = new ArrayList<>();
    cache.addListener(
        (before, after, initial) -> heard.add(before + " > " + after + (initial ? " first" : "")));

    perform("list 5 a:u1:3");
    perform("event a:u1:6");
    perform("event a:u1:6");
    perform("wrote a:u1:7");
    perform("event a:u1:7");
    perform("bookmark 8");
    perform("gone a:u1:9");
    perform("gone a:u1:9");
    perform("list 10 b:u2:10");

    assertThat(heard)
        .containsExactly(
            "null > a:u1:3 first",
            "a:u1:3 > a:u1:6",
            "a:u1:6 > a:u1:7",
            "a:u1:7 > null",
            "null > b:u2:10");
  }

  @Test
  void failingListenerHurtsNobody() {
    List<Thing> heard = new ArrayList<>();
    cache.addListener(
        (before, after, initial) -> {
          throw new IllegalStateException("broken");
        });
    cache.addListener((before, after, initial) -> heard.add(after));
    perform("list 5 a:u1:3");

    assertThat(heard).hasSize(1);
    assertThat(cache.size()).isEqualTo(1);
  }

  private void perform(String step) {
    String[] words = step.split(" ");
    String first = words[1];
    switch (words[0]) {
      case "wrote" -> cache.wrote(Thing.of(first));
      case "event" -> cache.watchChanged(Thing.of(first));
      case "bookmark" -> cache.watchReached(first);
      case "gone" -> {
        Thing thing = Thing.of(first);
        cache.watchDeleted(Thing.NAMESPACE, thing.name(), thing.uid(), thing.version());
      }
      case "deleted" -> {
        Thing thing = Thing.of(first);
        if (thing.version() == null) {
          cache.deleted(Thing.NAMESPACE, thing.name(), thing.uid());
        } else {
          cache.deleted(Thing.NAMESPACE, thing.name(), thing.uid(), thing.version());
        }
      }
      case "list" -> {
        Listing listing = cache.startListing();
        for (String page : step.substring(("list " + first).length()).split("/")) {
          addPage(listing, first, page.strip());
        }
        listing.complete(first);
      }
      default -> throw new IllegalArgumentException(step);
    }
  }

  private void addPage(Listing listing, String version, String things) {
    List<String> all = Arrays.stream(things.split(" ")).filter(t -> !t.isEmpty()).toList();
    List<Thing> objects = all.stream().filter(t -> !t.startsWith("!")).map(Thing::of).toList();
    Set<String> undecodable =
        all.stream()
            .filter(t -> t.startsWith("!"))
            .map(t -> t.substring(1))
            .collect(Collectors.toSet());
    listing.add(new Page<>(objects, undecodable, version, null));
  }
}
