package io.remedyflow.ratelimit;

import static io.remedyflow.ratelimit.Waiting.acquire;
import static io.remedyflow.ratelimit.Waiting.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.ratelimit.RateLimiter.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

  private final SettableTime time = new SettableTime();

  @Test
  void no_second_sees_more_calls_than_configured() {
    RateLimiter limiter = Limiters.alone(RateLimits.of(50, null), time);
    List<Long> sent = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      acquire(limiter, soon());
      sent.add(time.nanos());
    }

    for (int first = 0; first + 50 < sent.size(); first++) {
      assertThat(sent.get(first + 50) - sent.get(first)).isGreaterThanOrEqualTo(1_000_000_000L);
    }
    assertThat(sent.get(499) - sent.get(0)).isLessThan(10_100_000_000L);
  }

  @Test
  void no_minute_sees_more_calls_than_configured_wherever_it_begins() {
    RateLimiter limiter = Limiters.alone(RateLimits.of(50, 100), time);
    time.pass(Duration.ofSeconds(57));
    List<Long> sent = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      acquire(limiter, within(Duration.ofMinutes(2), time));
      sent.add(time.nanos());
    }

    for (int first = 0; first + 100 < sent.size(); first++) {
      assertThat(sent.get(first + 100) - sent.get(first)).isGreaterThanOrEqualTo(60_000_000_000L);
    }
  }

  @Test
  @Provokes(FaultRow.N26)
  void a_call_that_a_connection_held_up_takes_the_permit_of_the_moment() throws Exception {
    RateLimiter limiter = Limiters.alone(RateLimits.of(2, null), time);
    Patience call = soon();
    long permit = acquire(limiter, call);
    time.pass(Duration.ofMillis(900));

    long kept = limiter.use(permit, call);
    acquire(limiter, soon());
    long begun = time.nanos();
    acquire(limiter, soon());

    assertThat(kept - permit).isEqualTo(Duration.ofMillis(900).toNanos());
    assertThat(time.nanos() - kept)
        .as("a second, from when it was sent")
        .isGreaterThan(999_000_000L);
    assertThat(begun).isLessThan(time.nanos());
  }

  @Test
  void a_call_waits_once_more_if_one_before_it_was_made_later_than_its_permit() throws Exception {
    RateLimiter limiter = Limiters.alone(RateLimits.of(1, null), time);
    Patience first = soon();
    long firstPermit = acquire(limiter, first);
    Patience second = soon();
    long secondPermit = acquire(limiter, second);
    long firstMade = limiter.use(firstPermit, first);

    long secondMade = limiter.use(secondPermit, second);

    assertThat(secondMade - firstMade).isGreaterThanOrEqualTo(1_000_000_000L);
  }

  @Test
  void a_cooldown_that_begins_during_the_wait_for_a_permit_is_waited_for_and_costs_no_permit() {
    AtomicReference<RateLimiter> limiter = new AtomicReference<>();
    AtomicBoolean limited = new AtomicBoolean();
    Time limitedOnTheWay =
        time.sleeping(
            duration -> {
              if (limited.compareAndSet(false, true)) {
                limiter.get().coolDown(Optional.of(Duration.ofSeconds(15)));
              }
              time.sleep(duration);
            });
    limiter.set(Limiters.alone(RateLimits.of(50, 6), limitedOnTheWay));
    acquire(limiter.get(), soon());
    long before = time.nanos();

    acquire(limiter.get(), within(Duration.ofSeconds(40), time));

    assertThat(Duration.ofNanos(time.nanos() - before))
        .as("the permit comes after 10 s, the cooldown ends after 15 and a little")
        .isBetween(Duration.ofSeconds(15), Duration.ofMillis(16_600));
  }

  @Test
  void a_longer_cooldown_is_not_shortened_by_an_answer_to_an_earlier_request() {
    RateLimiter limiter = Limiters.alone(RateLimits.of(50, null), time);
    limiter.coolDown(Optional.of(Duration.ofSeconds(60)));
    Duration left = limiter.cooldown();

    limiter.coolDown(Optional.of(Duration.ofSeconds(1)));
    limiter.coolDown(Optional.empty());

    assertThat(limiter.cooldown()).isEqualTo(left).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void a_shorter_cooldown_is_prolonged() {
    RateLimiter limiter = Limiters.alone(RateLimits.of(50, null), time);
    limiter.coolDown(Optional.of(Duration.ofSeconds(1)));

    limiter.coolDown(Optional.of(Duration.ofSeconds(60)));

    assertThat(limiter.cooldown()).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void a_cooldown_is_never_shorter_than_feishu_named_and_hardly_longer() {
    for (int i = 0; i < 100; i++) {
      RateLimiter limiter = Limiters.alone(RateLimits.of(50, null), time);

      limiter.coolDown(Optional.of(Duration.ofSeconds(20)));

      assertThat(limiter.cooldown()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(22));
    }
  }

  @Test
  void a_call_that_waited_for_a_cooldown_takes_its_permit_behind_the_queue() {
    AtomicReference<RateLimiter> limiter = new AtomicReference<>();
    AtomicBoolean limited = new AtomicBoolean();
    Time limitedOnTheWay =
        time.sleeping(
            duration -> {
              time.sleep(duration);
              if (limited.compareAndSet(false, true)) {
                limiter.get().coolDown(Optional.of(Duration.ofSeconds(1)));
              }
            });
    limiter.set(Limiters.alone(RateLimits.of(1, null), limitedOnTheWay));
    acquire(limiter.get(), soon());
    acquire(limiter.get(), soon());
    long before = time.nanos();

    acquire(limiter.get(), soon());

    assertThat(limited).isTrue();
    assertThat(Duration.ofNanos(time.nanos() - before))
        .as("its permit is a second after the last one's")
        .isGreaterThanOrEqualTo(Duration.ofMillis(900));
  }

  @Test
  void limits_without_a_header_that_are_heard_together_count_as_one() {
    Cooldown cooldown = new Cooldown(time);
    for (int i = 0; i < 50; i++) {
      cooldown.begin(Optional.empty());
      cooldown.admitted();
    }
    assertThat(cooldown.left()).isLessThanOrEqualTo(Duration.ofMillis(1_100));

    time.pass(cooldown.left());
    assertThat(cooldown.begin(Optional.empty())).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }

  private Patience soon() {
    return within(Duration.ofSeconds(9), time);
  }
}
