package io.remedyflow.feishu.client;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.ratelimit.SettableTime;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.RemedyOutcome.Available;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.TestCaller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.Temporal;
import java.util.Calendar;
import java.util.Date;
import org.junit.jupiter.api.Test;

/**
 * A wall clock that jumps. No test can set the machine's; instead nothing here reads it, and what
 * goes by time goes by {@link Time} alone.
 */
class ClockFaultsTest {

  private static final ArchRule NO_CLASS_READS_THE_WALL_CLOCK =
      noClasses()
          .that()
          .doNotHaveSimpleName("RetryAfter") // a date without a Date header: how long, once
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethodWhere(
              target(nameMatching("now")).and(target(owner(assignableTo(Temporal.class)))))
          .orShould()
          .callMethodWhere(JavaCall.Predicates.target(owner(assignableTo(Clock.class))))
          .orShould()
          .callMethod(Calendar.class, "getInstance")
          .orShould()
          .callConstructor(Date.class)
          .because("it jumps: a deadline would end a call early, or never");

  @Test
  @Provokes(FaultRow.N25)
  void no_class_that_calls_feishu_reads_the_wall_clock() {
    NO_CLASS_READS_THE_WALL_CLOCK.check(
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.remedyflow.feishu"));
  }

  @Test
  void a_planted_look_at_the_wall_clock_is_found() {
    assertThat(
            NO_CLASS_READS_THE_WALL_CLOCK
                .evaluate(new ClassFileImporter().importClasses(Planted.class))
                .getFailureReport()
                .getDetails())
        .hasSize(5);
  }

  @Test
  @Provokes(FaultRow.N25)
  void tokens_and_deadlines_use_the_monotonic_clock() {
    SettableTime time = new SettableTime();
    try (FeishuSimulator feishu = FeishuSimulator.start();
        TestCaller caller = TestCaller.of(feishu, time)) {
      assertThat(caller.call("late.li")).isInstanceOf(Available.class);
      assertThat(caller.call("late.li")).isInstanceOf(Available.class);
      assertThat(feishu.tokenRequests()).hasSize(1);

      time.pass(Duration.ofHours(2));

      assertThat(caller.call("late.li")).isInstanceOf(Available.class);
      assertThat(feishu.tokenRequests()).hasSize(2);

      // Two cooldowns of two seconds fit into five, a third would not; no wall time passes.
      feishu.onRemedies(
          Fault.answer(500, 1225000, "x").withHeader("Retry-After", "2"),
          Fault.answer(500, 1225000, "x").withHeader("Retry-After", "4"));
      assertThat(caller.failure("late.li").retryAfter()).contains(Duration.ofSeconds(4));
    }
  }

  /** Never run. */
  @SuppressWarnings({"JavaUtilDate", "JavaTimeDefaultTimeZone", "unused"})
  private static final class Planted {

    long millis() {
      return System.currentTimeMillis();
    }

    Instant now() {
      return Instant.now();
    }

    long clock() {
      return Clock.systemUTC().millis();
    }

    Date date() {
      return Calendar.getInstance().getTime();
    }
  }
}
