package io.remedyflow.feishu.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.ratelimit.Limiters;
import io.remedyflow.ratelimit.RateLimiter;
import io.remedyflow.ratelimit.RateLimits;
import io.remedyflow.ratelimit.SettableTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a call says that gets no permit in time. */
class PermitTest {

  private final SettableTime time = new SettableTime();

  @Test
  void a_permit_after_the_deadline_is_denied_at_once() {
    RateLimiter limiter = Limiters.alone(RateLimits.of(1, null), time);
    take(limiter, soon());

    assertThatThrownBy(() -> take(limiter, new Call(Duration.ofMillis(900), time, true)))
        .isInstanceOf(FeishuException.class);
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void a_wait_that_leaves_no_time_for_an_answer_gets_no_permit_either() {
    RateLimiter limiter = Limiters.alone(RateLimits.of(1, null), time);
    take(limiter, soon());

    assertThatThrownBy(() -> take(limiter, new Call(Duration.ofMillis(1_300), time, true)))
        .isInstanceOf(FeishuException.class);
    take(limiter, new Call(Duration.ofMillis(1_400), time, true));

    assertThat(time.sleeps()).containsExactly(Duration.ofMillis(1_005));
  }

  @Test
  @Provokes(FaultRow.T15)
  void a_token_that_came_in_the_last_second_is_what_is_said() {
    RateLimiter limiter = Limiters.alone(RateLimits.of(2, null), time);
    take(limiter, soon());
    Call call = soon();
    var unused =
        call.obtainingToken(
            () -> {
              time.pass(Duration.ofMillis(9_200));
              return "token";
            });
    take(limiter, soon());
    take(limiter, soon());

    var failure = catchThrowableOfType(FeishuException.class, () -> take(limiter, call));

    assertThat(failure.rateLimited()).as("the rate limit is not to blame").isFalse();
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.explanation().en())
        .contains("access token came after 9.2 s of the 10.0 s")
        .doesNotContain("taken");
    assertThat(failure.explanation().zhCn()).contains("9.2 秒", "10.0 秒");
  }

  @Test
  void time_spent_elsewhere_is_not_charged_to_the_rate_limit() {
    RateLimiter limiter = Limiters.alone(RateLimits.of(2, null), time);
    Call call = soon();
    time.pass(Duration.ofMillis(9_200));
    take(limiter, soon());
    take(limiter, soon());

    assertThatThrownBy(() -> take(limiter, call)).hasMessageContaining("Only 0.7 s of the 10.0 s");
  }

  @Test
  void a_permit_that_is_free_is_taken_however_little_time_is_left() {
    RateLimiter limiter = Limiters.alone(RateLimits.of(50, null), time);

    take(limiter, new Call(Duration.ofMillis(1), time, true));

    assertThat(time.sleeps()).isEmpty();
  }

  private static void take(RateLimiter limiter, Call call) {
    new Permit(limiter, call, new RecentLatency()).take();
  }

  private Call soon() {
    return new Call(Duration.ofSeconds(10), time, true);
  }
}
