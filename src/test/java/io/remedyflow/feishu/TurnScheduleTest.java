package io.remedyflow.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.remedy.BilingualText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TurnScheduleTest {

  private final SettableTime time = new SettableTime();

  @Test
  void turns_come_evenly_a_little_below_the_limit() {
    TurnSchedule turns = pacer(settings()).turns();

    List<Turn> reserved =
        Stream.generate(() -> turns.reserve(Urgency.NORMAL)).limit(1_000).toList();

    assertThat(reserved.get(0).delay()).isZero();
    assertThat(reserved.get(1).delay()).isBetween(millis(20), millis(21));
    assertThat(reserved.get(999).delay())
        .as("999 turns at 49.5 a second")
        .isBetween(Duration.ofMillis(20_181), Duration.ofMillis(20_182));
  }

  @Test
  void a_turn_that_is_given_back_goes_to_the_next_one() {
    TurnSchedule turns = pacer(settings()).turns();
    turns.reserve(Urgency.NORMAL);
    Turn second = turns.reserve(Urgency.NORMAL);
    turns.reserve(Urgency.NORMAL);

    turns.giveBack(second);

    assertThat(turns.reserve(Urgency.NORMAL).atNanos()).isEqualTo(second.atNanos());
    assertThat(turns.reserve(Urgency.NORMAL).delay()).isGreaterThan(millis(60));
  }

  @Test
  void a_turn_that_is_given_back_too_late_is_nobodys() {
    TurnSchedule turns = pacer(settings()).turns();
    Turn first = turns.reserve(Urgency.NORMAL);
    time.pass(Duration.ofSeconds(1));

    turns.giveBack(first);

    assertThat(turns.reserve(Urgency.NORMAL).atNanos()).isEqualTo(time.nanos());
  }

  @Test
  void nobody_queues_where_all_turns_were_given_back() {
    TurnSchedule turns = pacer(settings()).turns();
    List<Turn> reserved =
        Stream.generate(() -> turns.reserve(Urgency.NORMAL)).limit(20_000).toList();
    assertThat(turns.backlog()).isGreaterThan(Duration.ofSeconds(400));

    for (int n = 600; n < reserved.size(); n++) {
      turns.giveBack(reserved.get(n));
    }
    assertThat(turns.backlog())
        .as("of those that are known one by one")
        .isLessThan(Duration.ofSeconds(203));
    for (int n = 0; n < 600; n++) {
      turns.giveBack(reserved.get(n));
    }

    assertThat(turns.reserve(Urgency.NORMAL).delay()).isZero();
  }

  @Test
  void the_backlog_ends_with_the_last_turn_that_somebody_has() {
    TurnSchedule turns = pacer(settings()).turns();
    List<Turn> reserved = Stream.generate(() -> turns.reserve(Urgency.NORMAL)).limit(600).toList();

    for (int n = 100; n < 600; n++) {
      turns.giveBack(reserved.get(n));
    }

    assertThat(turns.backlog()).isEqualTo(reserved.get(99).delay());
  }

  @Test
  void who_waits_at_a_screen_does_not_queue_behind_a_burst() {
    TurnSchedule turns = pacer(settings()).turns();
    for (int i = 0; i < 10_000; i++) {
      turns.reserve(Urgency.NORMAL);
    }

    assertThat(turns.reserve(Urgency.HIGH).delay()).isZero();
    assertThat(turns.reserve(Urgency.HIGH).delay()).isLessThan(millis(21));
  }

  @Test
  void what_may_wait_for_everything_else_does_not_push_others_back() {
    TurnSchedule turns = pacer(settings()).turns();
    for (int i = 0; i < 10_000; i++) {
      turns.reserve(Urgency.LOW);
    }

    assertThat(turns.reserve(Urgency.NORMAL).delay()).isZero();
  }

  @Test
  void a_tenant_that_has_so_many_calls_a_minute_uses_them_at_once_and_then_waits() {
    TurnSchedule turns = pacer(settings().requestsPerMinute(100)).turns();

    List<Turn> reserved = Stream.generate(() -> turns.reserve(Urgency.NORMAL)).limit(201).toList();

    assertThat(reserved.get(99).delay()).isLessThan(Duration.ofSeconds(3));
    assertThat(reserved.get(100).delay()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(62));
    assertThat(reserved.get(200).delay())
        .isBetween(Duration.ofSeconds(120), Duration.ofSeconds(124));
  }

  @Test
  void a_pause_moves_every_turn_behind_its_end_and_spaces_them() {
    RequestPacer pacer = pacer(settings());
    pacer.rateLimited(limit(Duration.ofSeconds(30)));

    List<Turn> reserved =
        Stream.generate(() -> pacer.postpone(Urgency.NORMAL))
            .limit(100)
            .flatMap(Optional::stream)
            .toList();

    assertThat(reserved).hasSize(100);
    assertThat(reserved.get(0).delay()).isEqualTo(pacer.pausedFor());
    assertThat(reserved.get(99).delay().minus(reserved.get(0).delay()))
        .isBetween(millis(1_999), millis(2_001));
  }

  @Test
  void who_is_born_during_a_pause_has_a_turn_behind_its_end() {
    RequestPacer pacer = pacer(settings());
    pacer.rateLimited(limit(Duration.ofSeconds(30)));

    assertThat(pacer.turns().reserve(Urgency.NORMAL).delay()).isEqualTo(pacer.pausedFor());
  }

  @Test
  void a_crowd_is_spread_evenly_and_each_urgency_by_itself() {
    TurnSchedule turns = pacer(settings()).turns();

    List<Duration> spread = Stream.generate(() -> turns.spread(Urgency.NORMAL)).limit(50).toList();

    assertThat(spread.get(0)).isZero();
    assertThat(spread.get(1)).isBetween(millis(20), millis(21));
    assertThat(spread.get(49)).isBetween(millis(989), millis(991));
    assertThat(turns.spread(Urgency.LOW)).isZero();
  }

  @Test
  void one_of_two_nodes_spreads_a_crowd_at_half_the_pace() {
    TurnSchedule turns = new RequestPacer(settings().build(), 2, time).turns();
    turns.spread(Urgency.NORMAL);

    assertThat(turns.spread(Urgency.NORMAL)).isBetween(millis(40), millis(41));
  }

  @Test
  void nobody_is_postponed_who_comes_on_time() {
    RequestPacer pacer = pacer(settings());
    for (int i = 0; i < 500; i++) {
      Turn turn = pacer.turns().reserve(Urgency.NORMAL);
      time.pass(turn.delay());
      assertThat(pacer.postpone(Urgency.NORMAL)).isEmpty();
      pacer.awaitTurn(new Call(Duration.ofSeconds(10), time));
    }

    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void of_those_who_come_all_at_once_the_late_ones_are_postponed_one_after_the_other() {
    RequestPacer pacer = pacer(settings());
    int sent = 0;
    Optional<Turn> postponed = pacer.postpone(Urgency.NORMAL);
    for (; postponed.isEmpty(); postponed = pacer.postpone(Urgency.NORMAL)) {
      pacer.awaitTurn(new Call(Duration.ofSeconds(10), time));
      sent++;
    }

    assertThat(sent).as("a second's calls").isEqualTo(50);
    assertThat(postponed.get().delay()).isBetween(millis(700), millis(1_000));
    assertThat(pacer.postpone(Urgency.NORMAL).orElseThrow().delay())
        .isGreaterThan(postponed.get().delay().plusMillis(20));
  }

  @Test
  void the_less_urgent_gives_way_first() {
    RequestPacer pacer = pacer(settings().requestsPerSecond(5));
    for (int i = 0; i < 5; i++) {
      pacer.awaitTurn(new Call(Duration.ofSeconds(10), time));
    }
    time.pass(millis(1_005 - 200 - 300));

    assertThat(pacer.postpone(Urgency.LOW)).isPresent();
    assertThat(pacer.postpone(Urgency.NORMAL)).isPresent();
    assertThat(pacer.postpone(Urgency.HIGH)).isEmpty();
  }

  private RequestPacer pacer(ConnectionSettings.Builder settings) {
    return new RequestPacer(settings.build(), time);
  }

  private static FeishuException limit(Duration reset) {
    return FeishuException.turnedAway(new BilingualText("limit", "限流"), 99991400, null, reset);
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  private static ConnectionSettings.Builder settings() {
    return ConnectionSettings.builder("test").appId("cli_a").appSecret(AppSecret.of("s"));
  }
}
