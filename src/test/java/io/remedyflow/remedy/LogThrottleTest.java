package io.remedyflow.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.ratelimit.SettableTime;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogThrottleTest {

  @Test
  void one_line_is_permitted_however_many_threads_want_to_write_it() {
    LogThrottle throttle = LogThrottle.once();

    assertThat(IntStream.range(0, 1_000).parallel().filter(i -> throttle.permits()).count())
        .isEqualTo(1);
  }

  @Test
  void the_next_line_is_permitted_when_the_interval_has_passed() {
    SettableTime time = new SettableTime();
    LogThrottle throttle = LogThrottle.oncePer(Duration.ofMinutes(1), time::nanos);

    assertThat(throttle.permits()).isTrue();
    time.pass(Duration.ofSeconds(59));
    assertThat(throttle.permits()).isFalse();
    time.pass(Duration.ofSeconds(1));
    assertThat(throttle.permits()).isTrue();
    assertThat(throttle.permits()).isFalse();
  }
}
