package io.remedyflow.ratelimit;

import static io.remedyflow.ratelimit.Waiting.acquire;
import static io.remedyflow.ratelimit.Waiting.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReservationsTest {

  private final SettableTime time = new SettableTime();

  @Test
  void reservations_come_evenly_a_little_below_the_limit() {
    Reservations reservations = limiter(RateLimits.of(50, null)).reservations();

    List<Reservation> reserved =
        Stream.generate(() -> reservations.reserve(Urgency.NORMAL)).limit(1_000).toList();

    assertThat(reserved.get(0).delay()).isZero();
    assertThat(reserved.get(1).delay()).isBetween(millis(20), millis(21));
    assertThat(reserved.get(999).delay())
        .as("999 reservations at 49.5 a second")
        .isBetween(Duration.ofMillis(20_181), Duration.ofMillis(20_182));
  }

  @Test
  void a_reservation_that_is_released_goes_to_the_next_one() {
    Reservations reservations = limiter(RateLimits.of(50, null)).reservations();
    reservations.reserve(Urgency.NORMAL);
    Reservation second = reservations.reserve(Urgency.NORMAL);
    reservations.reserve(Urgency.NORMAL);

    reservations.release(second);

    assertThat(reservations.reserve(Urgency.NORMAL).atNanos()).isEqualTo(second.atNanos());
    assertThat(reservations.reserve(Urgency.NORMAL).delay()).isGreaterThan(millis(60));
  }

  @Test
  void several_permits_are_reserved_and_the_last_one_is_the_moment() {
    Reservations reservations = limiter(RateLimits.of(50, null)).reservations();
    List<Reservation> single =
        Stream.generate(() -> reservations.reserve(Urgency.NORMAL)).limit(5).toList();
    single.forEach(reservations::release);

    Reservation five = reservations.reserve(Urgency.NORMAL, Duration.ZERO, 5);

    assertThat(five.before())
        .containsExactlyElementsOf(single.stream().limit(4).map(Reservation::atNanos).toList());
    assertThat(five.atNanos()).isEqualTo(single.get(4).atNanos());
    assertThat(five.delay()).isEqualTo(single.get(4).delay());
    assertThat(reservations.reserve(Urgency.NORMAL).before()).isEmpty();
  }

  @Test
  void several_permits_that_are_released_go_to_the_next_ones_each() {
    Reservations reservations = limiter(RateLimits.of(50, null)).reservations();
    Reservation three = reservations.reserve(Urgency.NORMAL, Duration.ZERO, 3);
    reservations.reserve(Urgency.NORMAL, Duration.ZERO, 3);

    reservations.release(three);

    for (long moment : three.before()) {
      assertThat(reservations.reserve(Urgency.NORMAL).atNanos()).isEqualTo(moment);
    }
    assertThat(reservations.reserve(Urgency.NORMAL).atNanos()).isEqualTo(three.atNanos());
    assertThat(reservations.reserve(Urgency.NORMAL).delay()).isGreaterThan(millis(120));
  }

  @Test
  void a_reservation_that_is_released_too_late_is_lost() {
    Reservations reservations = limiter(RateLimits.of(50, null)).reservations();
    Reservation first = reservations.reserve(Urgency.NORMAL);
    time.pass(Duration.ofSeconds(1));

    reservations.release(first);

    assertThat(reservations.reserve(Urgency.NORMAL).atNanos()).isEqualTo(time.nanos());
  }

  @Test
  void no_job_queues_where_all_reservations_were_released() {
    Reservations reservations = limiter(RateLimits.of(50, null)).reservations();
    List<Reservation> reserved =
        Stream.generate(() -> reservations.reserve(Urgency.NORMAL)).limit(20_000).toList();
    assertThat(reservations.backlog()).isGreaterThan(Duration.ofSeconds(400));

    for (int n = 600; n < reserved.size(); n++) {
      reservations.release(reserved.get(n));
    }
    assertThat(reservations.backlog())
        .as("of those that are known one by one")
        .isLessThan(Duration.ofSeconds(203));
    for (int n = 0; n < 600; n++) {
      reservations.release(reserved.get(n));
    }

    assertThat(reservations.reserve(Urgency.NORMAL).delay()).isZero();
  }

  @Test
  void the_backlog_ends_with_the_last_reservation() {
    Reservations reservations = limiter(RateLimits.of(50, null)).reservations();
    List<Reservation> reserved =
        Stream.generate(() -> reservations.reserve(Urgency.NORMAL)).limit(600).toList();

    for (int n = 100; n < 600; n++) {
      reservations.release(reserved.get(n));
    }

    assertThat(reservations.backlog()).isEqualTo(reserved.get(99).delay());
  }

  @Test
  void a_person_at_a_screen_does_not_queue_behind_a_burst() {
    Reservations reservations = limiter(RateLimits.of(50, null)).reservations();
    for (int i = 0; i < 10_000; i++) {
      reservations.reserve(Urgency.NORMAL);
    }

    assertThat(reservations.reserve(Urgency.HIGH).delay()).isZero();
    assertThat(reservations.reserve(Urgency.HIGH).delay()).isLessThan(millis(21));
  }

  @Test
  void what_may_wait_for_everything_else_does_not_push_others_back() {
    Reservations reservations = limiter(RateLimits.of(50, null)).reservations();
    for (int i = 0; i < 10_000; i++) {
      reservations.reserve(Urgency.LOW);
    }

    assertThat(reservations.reserve(Urgency.NORMAL).delay()).isZero();
  }

  @Test
  void a_tenant_that_has_so_many_calls_a_minute_uses_them_at_once_and_then_waits() {
    Reservations reservations = limiter(RateLimits.of(50, 100)).reservations();

    List<Reservation> reserved =
        Stream.generate(() -> reservations.reserve(Urgency.NORMAL)).limit(201).toList();

    assertThat(reserved.get(99).delay()).isLessThan(Duration.ofSeconds(3));
    assertThat(reserved.get(100).delay()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(62));
    assertThat(reserved.get(200).delay())
        .isBetween(Duration.ofSeconds(120), Duration.ofSeconds(124));
  }

  @Test
  void a_cooldown_moves_every_reservation_behind_its_end_and_spaces_them() {
    RateLimiter limiter = limiter(RateLimits.of(50, null));
    limiter.coolDown(Optional.of(Duration.ofSeconds(30)));

    List<Reservation> reserved =
        Stream.generate(() -> limiter.laterReservation(Urgency.NORMAL))
            .limit(100)
            .flatMap(Optional::stream)
            .toList();

    assertThat(reserved).hasSize(100);
    assertThat(reserved.get(0).delay()).isEqualTo(limiter.cooldown());
    assertThat(reserved.get(99).delay().minus(reserved.get(0).delay()))
        .isBetween(millis(1_999), millis(2_001));
  }

  @Test
  void a_job_created_during_a_cooldown_has_a_reservation_at_its_end() {
    RateLimiter limiter = limiter(RateLimits.of(50, null));
    limiter.coolDown(Optional.of(Duration.ofSeconds(30)));

    assertThat(limiter.reservations().reserve(Urgency.NORMAL).delay())
        .isEqualTo(limiter.cooldown());
  }

  @Test
  void a_burst_is_spread_evenly_and_each_urgency_by_itself() {
    Reservations reservations = limiter(RateLimits.of(50, null)).reservations();

    List<Duration> spread =
        Stream.generate(() -> reservations.spread(Urgency.NORMAL)).limit(50).toList();

    assertThat(spread.get(0)).isZero();
    assertThat(spread.get(1)).isBetween(millis(20), millis(21));
    assertThat(spread.get(49)).isBetween(millis(989), millis(991));
    assertThat(reservations.spread(Urgency.LOW)).isZero();
  }

  @Test
  void one_of_two_nodes_spreads_a_burst_at_half_the_rate() {
    Reservations reservations = Limiters.onOneOf(2, RateLimits.of(50, null), time).reservations();
    reservations.spread(Urgency.NORMAL);

    assertThat(reservations.spread(Urgency.NORMAL)).isBetween(millis(40), millis(41));
  }

  @Test
  void no_job_is_rescheduled_that_comes_on_time() {
    RateLimiter limiter = limiter(RateLimits.of(50, null));
    for (int i = 0; i < 500; i++) {
      Reservation reservation = limiter.reservations().reserve(Urgency.NORMAL);
      time.pass(reservation.delay());
      assertThat(limiter.laterReservation(Urgency.NORMAL)).isEmpty();
      acquire(limiter, within(Duration.ofSeconds(9), time));
    }

    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void of_those_who_come_all_at_once_the_late_ones_are_rescheduled_one_after_the_other() {
    RateLimiter limiter = limiter(RateLimits.of(50, null));
    int sent = 0;
    Optional<Reservation> later = limiter.laterReservation(Urgency.NORMAL);
    for (; later.isEmpty(); later = limiter.laterReservation(Urgency.NORMAL)) {
      acquire(limiter, within(Duration.ofSeconds(9), time));
      sent++;
    }

    assertThat(sent).as("a second's calls").isEqualTo(50);
    assertThat(later.get().delay()).isBetween(millis(700), millis(1_000));
    assertThat(limiter.laterReservation(Urgency.NORMAL).orElseThrow().delay())
        .isGreaterThan(later.get().delay().plusMillis(20));
  }

  @Test
  void the_less_urgent_gives_way_first() {
    RateLimiter limiter = limiter(RateLimits.of(5, null));
    for (int i = 0; i < 5; i++) {
      acquire(limiter, within(Duration.ofSeconds(9), time));
    }
    time.pass(millis(1_005 - 200 - 300));

    assertThat(limiter.laterReservation(Urgency.LOW)).isPresent();
    assertThat(limiter.laterReservation(Urgency.NORMAL)).isPresent();
    assertThat(limiter.laterReservation(Urgency.HIGH)).isEmpty();
  }

  private RateLimiter limiter(RateLimits limits) {
    return Limiters.alone(limits, time);
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
