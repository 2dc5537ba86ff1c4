package io.remedyflow.feishu.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.attendance.RecentStarts.KnownRemedy;
import io.remedyflow.feishu.attendance.RecentStarts.Start;
import io.remedyflow.ratelimit.SettableTime;
import io.remedyflow.remedy.EmployeeId;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.approval.Punch;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecentStartsTest {

  private static final RecentStarts.Key KEY =
      new RecentStarts.Key(
          "app", AttendanceCalls.LI, AttendanceCalls.DAY, AttendanceCalls.FIRST_ON, null);
  private static final KnownRemedy REMEDY =
      new KnownRemedy(AttendanceCalls.APPROVAL, AttendanceCalls.NINE);

  private final SettableTime time = new SettableTime();
  private final RecentStarts recent = new RecentStarts(time);

  @Test
  @Provokes(FaultRow.W5)
  void a_start_is_remembered_for_two_minutes() {
    Start start = recent.begin(KEY);
    start.remember(REMEDY);
    start.end();

    time.pass(RecentStarts.REMEMBERED.minusMillis(1));
    Start within = recent.begin(KEY);
    assertThat(within.remembered()).isEqualTo(REMEDY);
    within.end();

    time.pass(Duration.ofMillis(1));
    assertThat(recent.begin(KEY).remembered()).isNull();
  }

  @Test
  void a_later_start_takes_the_place_of_an_earlier_one() {
    KnownRemedy later = new KnownRemedy(AttendanceCalls.OTHER_APPROVAL, null);
    Start start = recent.begin(KEY);

    start.remember(REMEDY);
    start.remember(later);

    assertThat(start.remembered()).isEqualTo(later);
  }

  static Stream<RecentStarts.Key> others() {
    return Stream.of(
        new RecentStarts.Key("other", KEY.employee(), KEY.remedyDate(), KEY.punch(), null),
        new RecentStarts.Key(
            "app", AttendanceCalls.employee("other"), KEY.remedyDate(), KEY.punch(), null),
        new RecentStarts.Key(
            "app",
            new EmployeeId(EmployeeType.EMPLOYEE_NO, KEY.employee().value()),
            KEY.remedyDate(),
            KEY.punch(),
            null),
        new RecentStarts.Key(
            "app", KEY.employee(), KEY.remedyDate().plusDays(1), KEY.punch(), null),
        new RecentStarts.Key("app", KEY.employee(), KEY.remedyDate(), Punch.FREE, null));
  }

  @ParameterizedTest
  @MethodSource("others")
  void starts_of_other_punches_do_not_know_of_each_other(RecentStarts.Key other) {
    Start start = recent.begin(KEY);
    start.remember(REMEDY);

    assertThat(recent.begin(other).remembered()).isNull();
  }

  @Test
  @Provokes(FaultRow.W4)
  void of_many_threads_one_begins_and_the_others_come_back_later() {
    AtomicInteger begun = new AtomicInteger();

    IntStream.range(0, 1_000)
        .parallel()
        .forEach(
            n -> {
              var failure =
                  catchThrowableOfType(
                      FeishuException.class,
                      () -> {
                        recent.begin(KEY);
                        begun.incrementAndGet();
                      });
              assertThat(failure == null || failure.rateLimited()).isTrue();
            });

    assertThat(begun).hasValue(1);
  }

  @Test
  void the_end_of_a_start_lets_the_next_one_begin() {
    recent.begin(KEY).end();

    assertThat(recent.begin(KEY).remembered()).isNull();
  }
}
