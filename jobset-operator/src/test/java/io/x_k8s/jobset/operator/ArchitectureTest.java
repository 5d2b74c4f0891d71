package io.x_k8s.jobset.operator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which packages may know which. */
class ArchitectureTest {
  private static final String OPERATOR = "io.x_k8s.jobset.operator.";
  private static final String PLAN = OPERATOR + "plan..";
  private static final String APPLY = OPERATOR + "apply..";
  private static final String OBSERVE = OPERATOR + "observe..";
  private static final String CONTROLLER = OPERATOR + "controller..";
  private static final String RUNTIME = OPERATOR + "runtime..";
  private static final String CONFIG = OPERATOR + "config..";
  private static final String FEATURES = OPERATOR + "features..";
  private static final String[] CLIENT = {
    "io.fabric8.kubernetes.client..", "java.net..", "javax.net.."
  };
  private static final String[] MODEL = {
    "io.x_k8s.jobset.v1alpha2..",
    "io.x_k8s.jobset.names..",
    "io.x_k8s.jobset.derived..",
    "io.x_k8s.jobset.crd.."
  };

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.x_k8s.jobset");
  }

  @Test
  void theClassFilesCanBeRead() {
    assertThat(classes.that(resideInAPackage(PLAN))).hasSizeGreaterThan(20);
    assertThat(classes.that(resideInAnyPackage(MODEL))).hasSizeGreaterThan(50);
    assertThat(classes.get(OPERATOR + "plan.JobSetPlanner").getDirectDependenciesFromSelf())
        .as("what a class uses is seen too")
        .anyMatch(use -> use.getTargetClass().getSimpleName().equals("FailurePolicy"));
  }

  @Test
  void planKnowsOnlyTheModelAndTheFeatureGates() {
    check(
        noClasses()
            .that()
            .resideInAPackage(PLAN)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(APPLY, OBSERVE, CONTROLLER, RUNTIME, CONFIG)
            .because("it decides from a snapshot alone"));
    check(
        noClasses()
            .that()
            .resideInAPackage(PLAN)
            .should()
            .dependOnClassesThat(
                resideInAPackage("io.x_k8s.jobset.operator..")
                    .and(resideInAnyPackage(PLAN, FEATURES).negate())));
  }

  @Test
  void planTalksToNobodyAndStartsNothing() {
    check(
        noClasses()
            .that()
            .resideInAPackage(PLAN)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CLIENT));
    check(
        noClasses()
            .that()
            .resideInAPackage(PLAN)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent..", "java.io..", "java.nio.file.."));
    check(
        noClasses()
            .that()
            .resideInAPackage(PLAN)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class));
    check(
        noClasses()
            .that()
            .resideInAPackage(PLAN)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.slf4j..", "ch.qos.logback..", "java.util.logging.."));
  }

  @Test
  void planHasNoClockAndNoChance() {
    check(
        noClasses()
            .that()
            .resideInAPackage(PLAN)
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(
                Clock.class,
                InstantSource.class,
                java.util.Random.class,
                java.util.random.RandomGenerator.class,
                java.util.UUID.class));
    for (Class<?> time :
        new Class<?>[] {
          Instant.class, LocalDateTime.class, OffsetDateTime.class, ZonedDateTime.class
        }) {
      check(noClasses().that().resideInAPackage(PLAN).should().callMethod(time, "now"));
    }
    check(noClasses().that().resideInAPackage(PLAN).should().callMethod(System.class, "nanoTime"));
    check(
        noClasses()
            .that()
            .resideInAPackage(PLAN)
            .should()
            .callMethod(System.class, "currentTimeMillis"));
    check(noClasses().that().resideInAPackage(PLAN).should().callMethod(Math.class, "random"));
  }

  @Test
  void runtimeKnowsNothingOfJobSets() {
    check(
        noClasses()
            .that()
            .resideInAPackage(RUNTIME)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PLAN, APPLY, OBSERVE, CONTROLLER, CONFIG, FEATURES));
    check(
        noClasses()
            .that()
            .resideInAPackage(RUNTIME)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(MODEL));
  }

  @Test
  void applyAndObserveDoNotKnowWhoUsesThem() {
    check(
        noClasses()
            .that()
            .resideInAPackage(APPLY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(OBSERVE, CONTROLLER, CONFIG));
    check(
        noClasses()
            .that()
            .resideInAPackage(OBSERVE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CONTROLLER, CONFIG));
  }

  @Test
  void theModelTalksToNobody() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(MODEL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CLIENT));
    check(
        noClasses()
            .that()
            .resideInAnyPackage(MODEL)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.x_k8s.jobset.operator.."));
    check(
        noClasses()
            .that()
            .resideInAnyPackage(MODEL)
            .should()
            .accessClassesThat()
            .resideInAPackage("com.fasterxml.jackson.databind..")
            .because("the jars must run on Jackson 2 and 3"));
  }

  @Test
  void packagesFormNoCycle() {
    check(
        SlicesRuleDefinition.slices()
            .matching("io.x_k8s.jobset.operator.(*)..")
            .should()
            .beFreeOfCycles());
  }

  private static void check(ArchRule rule) {
    rule.check(classes);
  }
}
