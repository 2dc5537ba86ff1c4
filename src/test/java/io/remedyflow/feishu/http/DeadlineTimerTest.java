package io.remedyflow.feishu.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class DeadlineTimerTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  @AutoClose private final DeadlineTimer timer = new DeadlineTimer("test");

  @Test
  void what_takes_too_long_is_ended_and_another_continues() {
    AtomicBoolean brief = new AtomicBoolean();
    AtomicBoolean lengthy = new AtomicBoolean();
    long begun = System.nanoTime();

    timer.after(LONG, () -> lengthy.set(true));
    timer.after(Duration.ofMillis(150), () -> brief.set(true));

    await().pollInterval(Duration.ofMillis(5)).untilTrue(brief);
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isBetween(Duration.ofMillis(150), Duration.ofSeconds(2));
    assertThat(lengthy).isFalse();
  }

  @Test
  void what_has_ended_by_itself_is_left_alone() {
    AtomicBoolean ended = new AtomicBoolean();
    AtomicBoolean later = new AtomicBoolean();
    timer.after(Duration.ofMillis(50), () -> ended.set(true)).lift();

    timer.after(Duration.ofMillis(100), () -> later.set(true));

    await().untilTrue(later);
    assertThat(ended).isFalse();
  }

  @Test
  void one_that_cannot_be_ended_keeps_no_other_from_it() {
    AtomicBoolean tried = new AtomicBoolean();
    AtomicBoolean other = new AtomicBoolean();

    timer.after(
        Duration.ofMillis(20),
        () -> {
          tried.set(true);
          throw new IllegalStateException("no");
        });
    timer.after(Duration.ofMillis(60), () -> other.set(true));

    await().untilTrue(tried);
    await().untilTrue(other);
  }

  @Test
  void nothing_is_begun_any_more_once_it_is_closed() {
    timer.close();

    assertThatThrownBy(() -> timer.after(LONG, () -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }
}
