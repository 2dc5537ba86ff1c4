package io.remedyflow.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlidingWindowLogTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MILLI = Duration.ofMillis(1).toNanos();

  /** A clock may begin anywhere, and wrap around. */
  private static final long START = Long.MAX_VALUE - 10 * SECOND;

  @Test
  void the_first_moment_is_now_and_the_next_a_gap_later() {
    SlidingWindowLog windows = new SlidingWindowLog(Duration.ofMillis(20));

    assertThat(windows.take(START)).isEqualTo(START);
    assertThat(windows.next(START)).isEqualTo(START + 20 * MILLI);
    assertThat(windows.take(START)).isEqualTo(START + 20 * MILLI);
    assertThat(windows.take(START + SECOND)).isEqualTo(START + SECOND);
  }

  @Test
  void looking_takes_nothing() {
    SlidingWindowLog windows =
        new SlidingWindowLog(Duration.ofMillis(20)).atMost(new RateLimit(1, Duration.ofSeconds(1)));

    windows.next(START);
    windows.next(START);

    assertThat(windows.take(START)).isEqualTo(START);
  }

  @Test
  void no_period_holds_too_many_calls_at_any_time_they_come() {
    Random random = new Random(7);
    SlidingWindowLog windows =
        new SlidingWindowLog(Duration.ofMillis(5))
            .atMost(new RateLimit(50, Duration.ofSeconds(1)))
            .atMost(new RateLimit(200, Duration.ofSeconds(6)));
    List<Long> taken = new ArrayList<>();
    long now = START;
    for (int i = 0; i < 3_000; i++) {
      now += random.nextInt(10) == 0 ? random.nextLong(2 * SECOND) : random.nextLong(10 * MILLI);
      taken.add(windows.take(now));
    }

    for (int i = 0; i < taken.size(); i++) {
      if (i >= 50) {
        assertThat(taken.get(i) - taken.get(i - 50)).isGreaterThanOrEqualTo(SECOND);
      }
      if (i >= 200) {
        assertThat(taken.get(i) - taken.get(i - 200)).isGreaterThanOrEqualTo(6 * SECOND);
      }
    }
  }

  @Test
  void calls_that_were_held_up_catch_up_and_lose_nothing() {
    SlidingWindowLog windows =
        new SlidingWindowLog(Duration.ofMillis(5)).atMost(new RateLimit(50, Duration.ofSeconds(1)));
    long last = 0;
    for (int i = 0; i < 1_000; i++) {
      long due = START + i * 20_202_020L;
      // Every fifth second the node stands still for 200 ms.
      long second = (due - START) / SECOND;
      boolean stalled = second % 5 == 4 && (due - START) % SECOND < 200 * MILLI;
      last = windows.take(stalled ? START + second * SECOND + 200 * MILLI : due);
    }

    assertThat(last - START).isLessThan(Duration.ofMillis(20_202 + 200).toNanos());
  }

  @Test
  void a_call_that_arrived_later_than_it_was_noted_counts_from_then_on() {
    SlidingWindowLog windows =
        new SlidingWindowLog(Duration.ZERO).atMost(new RateLimit(3, Duration.ofSeconds(1)));
    windows.note(START);
    windows.note(START + 100 * MILLI);
    windows.note(START + 200 * MILLI);

    windows.remove(START);
    assertThat(windows.next(START + 300 * MILLI))
        .as("it was not made")
        .isEqualTo(START + 300 * MILLI);
    windows.count(START + 150 * MILLI);

    assertThat(windows.next(START + 300 * MILLI)).isEqualTo(START + 1_100 * MILLI);
    windows.note(START + 1_100 * MILLI);
    assertThat(windows.next(START + 1_100 * MILLI)).isEqualTo(START + 1_150 * MILLI);
  }

  @Test
  void a_call_fits_where_no_period_around_it_holds_too_many() {
    SlidingWindowLog windows =
        new SlidingWindowLog(Duration.ZERO).atMost(new RateLimit(2, Duration.ofSeconds(1)));
    windows.note(START);
    windows.note(START + 1_500 * MILLI);

    assertThat(windows.fits(START + 700 * MILLI)).isTrue();
    windows.note(START + 1_600 * MILLI);
    assertThat(windows.fits(START + 700 * MILLI)).as("with the two after it").isFalse();
    assertThat(windows.fits(START + 600 * MILLI)).as("a second before the last").isTrue();
    assertThat(windows.fits(START + 2_400 * MILLI)).as("with the two before it").isFalse();
    assertThat(windows.fits(START + 2_500 * MILLI)).isTrue();
  }

  @Test
  void a_limit_of_millions_needs_no_log_of_millions() {
    SlidingWindowLog windows =
        new SlidingWindowLog(Duration.ZERO)
            .atMost(new RateLimit(Integer.MAX_VALUE, Duration.ofSeconds(1)));

    assertThat(windows.take(START)).isEqualTo(START);
    assertThat(windows.take(START)).isEqualTo(START);
  }
}
