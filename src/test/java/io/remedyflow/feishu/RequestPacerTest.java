package io.remedyflow.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.remedy.BilingualText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RequestPacerTest {

  private final SettableTime time = new SettableTime();

  @Test
  void no_second_sees_more_calls_than_configured() {
    RequestPacer pacer = new RequestPacer(settings().requestsPerSecond(50).build(), time);
    List<Long> sent = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      pacer.awaitTurn(soon());
      sent.add(time.nanos());
    }

    for (int first = 0; first + 50 < sent.size(); first++) {
      assertThat(sent.get(first + 50) - sent.get(first)).isGreaterThanOrEqualTo(1_000_000_000L);
    }
    assertThat(sent.get(499) - sent.get(0)).isLessThan(10_100_000_000L);
  }

  @Test
  void no_minute_sees_more_calls_than_configured_wherever_it_begins() {
    RequestPacer pacer =
        new RequestPacer(settings().requestsPerSecond(50).requestsPerMinute(100).build(), time);
    time.pass(Duration.ofSeconds(57));
    List<Long> sent = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      pacer.awaitTurn(new Call(Duration.ofMinutes(2), time));
      sent.add(time.nanos());
    }

    for (int first = 0; first + 100 < sent.size(); first++) {
      assertThat(sent.get(first + 100) - sent.get(first)).isGreaterThanOrEqualTo(60_000_000_000L);
    }
  }

  @Test
  void a_turn_after_the_deadline_is_refused_at_once() {
    RequestPacer pacer = new RequestPacer(settings().requestsPerSecond(1).build(), time);
    pacer.awaitTurn(soon());

    assertThatThrownBy(() -> pacer.awaitTurn(new Call(Duration.ofMillis(900), time)))
        .isInstanceOf(FeishuException.class);
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void a_wait_that_leaves_no_time_for_an_answer_is_refused_too() {
    RequestPacer pacer = new RequestPacer(settings().requestsPerSecond(1).build(), time);
    pacer.awaitTurn(soon());

    assertThatThrownBy(() -> pacer.awaitTurn(new Call(Duration.ofMillis(1_300), time)))
        .isInstanceOf(FeishuException.class);
    pacer.awaitTurn(new Call(Duration.ofMillis(1_400), time));

    assertThat(time.sleeps()).containsExactly(Duration.ofMillis(1_005));
  }

  @Test
  @Provokes(FaultRow.T15)
  void a_token_that_came_in_the_last_second_is_what_is_said() {
    RequestPacer pacer = new RequestPacer(settings().requestsPerSecond(2).build(), time);
    pacer.awaitTurn(soon());
    Call call = soon();
    var unused =
        call.obtainingToken(
            () -> {
              time.pass(Duration.ofMillis(9_200));
              return "token";
            });
    pacer.awaitTurn(soon());
    pacer.awaitTurn(soon());

    var trouble = catchThrowableOfType(FeishuException.class, () -> pacer.awaitTurn(call));

    assertThat(trouble.turnedAway()).as("the rate limit is not to blame").isFalse();
    assertThat(trouble.retryable()).isTrue();
    assertThat(trouble.explanation().en())
        .contains("access token came after 9.2 s of the 10.0 s")
        .doesNotContain("taken");
    assertThat(trouble.explanation().zhCn()).contains("9.2 秒", "10.0 秒");
  }

  @Test
  void time_that_went_elsewhere_is_not_the_rate_limits() {
    RequestPacer pacer = new RequestPacer(settings().requestsPerSecond(2).build(), time);
    Call call = soon();
    time.pass(Duration.ofMillis(9_200));
    pacer.awaitTurn(soon());
    pacer.awaitTurn(soon());

    assertThatThrownBy(() -> pacer.awaitTurn(call))
        .hasMessageContaining("Only 0.7 s of the 10.0 s");
  }

  @Test
  @Provokes(FaultRow.N26)
  void a_call_that_a_connection_held_up_takes_the_turn_of_the_moment() {
    RequestPacer pacer = new RequestPacer(settings().requestsPerSecond(2).build(), time);
    Call call = soon();
    long turn = pacer.awaitTurn(call);
    time.pass(Duration.ofMillis(900));

    long kept = pacer.keepTurn(call, turn);
    pacer.awaitTurn(soon());
    long begun = time.nanos();
    pacer.awaitTurn(soon());

    assertThat(kept - turn).isEqualTo(Duration.ofMillis(900).toNanos());
    assertThat(time.nanos() - kept)
        .as("a second, from when it was sent")
        .isGreaterThan(999_000_000L);
    assertThat(begun).isLessThan(time.nanos());
  }

  @Test
  void a_call_waits_once_more_if_one_before_it_was_made_later_than_its_turn() {
    RequestPacer pacer = new RequestPacer(settings().requestsPerSecond(1).build(), time);
    Call first = soon();
    long firstTurn = pacer.awaitTurn(first);
    Call second = soon();
    long secondTurn = pacer.awaitTurn(second);
    long firstMade = pacer.keepTurn(first, firstTurn);

    long secondMade = pacer.keepTurn(second, secondTurn);

    assertThat(secondMade - firstMade).isGreaterThanOrEqualTo(1_000_000_000L);
  }

  @Test
  void a_turn_that_is_free_is_taken_however_little_time_is_left() {
    RequestPacer pacer = new RequestPacer(settings().build(), time);

    pacer.awaitTurn(new Call(Duration.ofMillis(1), time));

    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void a_pause_that_begins_during_the_wait_for_a_turn_is_waited_for_and_costs_no_turn() {
    AtomicReference<RequestPacer> pacer = new AtomicReference<>();
    AtomicBoolean limited = new AtomicBoolean();
    Time limitedOnTheWay =
        new Time() {
          @Override
          public long nanos() {
            return time.nanos();
          }

          @Override
          public void sleep(Duration duration) {
            if (limited.compareAndSet(false, true)) {
              pacer.get().rateLimited(limit(Duration.ofSeconds(15)));
            }
            time.sleep(duration);
          }
        };
    pacer.set(new RequestPacer(settings().requestsPerMinute(6).build(), limitedOnTheWay));
    pacer.get().awaitTurn(soon());
    long before = time.nanos();

    pacer.get().awaitTurn(new Call(Duration.ofSeconds(40), time));

    assertThat(Duration.ofNanos(time.nanos() - before))
        .as("the turn comes after 10 s, the end of the pause after 15 and a little")
        .isBetween(Duration.ofSeconds(15), Duration.ofMillis(16_600));
  }

  @Test
  void a_longer_pause_is_not_shortened_by_an_answer_to_an_earlier_request() {
    RequestPacer pacer = new RequestPacer(settings().build(), time);
    pacer.rateLimited(limit(Duration.ofSeconds(60)));
    Duration left = pacer.pausedFor();

    pacer.rateLimited(limit(Duration.ofSeconds(1)));
    pacer.rateLimited(limit(null));

    assertThat(pacer.pausedFor()).isEqualTo(left).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void a_shorter_pause_is_prolonged() {
    RequestPacer pacer = new RequestPacer(settings().build(), time);
    pacer.rateLimited(limit(Duration.ofSeconds(1)));

    pacer.rateLimited(limit(Duration.ofSeconds(60)));

    assertThat(pacer.pausedFor()).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void a_pause_is_never_shorter_than_feishu_named_and_hardly_longer() {
    for (int i = 0; i < 100; i++) {
      RequestPacer pacer = new RequestPacer(settings().build(), time);

      pacer.rateLimited(limit(Duration.ofSeconds(20)));

      assertThat(pacer.pausedFor()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(22));
    }
  }

  @Test
  void whoever_waited_for_a_pause_takes_a_turn_afterwards_and_not_beside_the_queue() {
    AtomicReference<RequestPacer> pacer = new AtomicReference<>();
    AtomicBoolean limited = new AtomicBoolean();
    Time limitedOnTheWay =
        new Time() {
          @Override
          public long nanos() {
            return time.nanos();
          }

          @Override
          public void sleep(Duration duration) {
            time.sleep(duration);
            if (limited.compareAndSet(false, true)) {
              pacer.get().rateLimited(limit(Duration.ofSeconds(1)));
            }
          }
        };
    pacer.set(new RequestPacer(settings().requestsPerSecond(1).build(), limitedOnTheWay));
    pacer.get().awaitTurn(soon());
    pacer.get().awaitTurn(soon());
    long before = time.nanos();

    pacer.get().awaitTurn(soon());

    assertThat(limited).isTrue();
    assertThat(Duration.ofNanos(time.nanos() - before))
        .as("its turn is a second after the last one's")
        .isGreaterThanOrEqualTo(Duration.ofMillis(900));
  }

  @Test
  void limits_without_a_header_that_are_heard_together_count_as_one() {
    ConnectionPause pause = new ConnectionPause(time);
    for (int i = 0; i < 50; i++) {
      pause.begin(Optional.empty());
      pause.answered();
    }
    assertThat(pause.left()).isLessThanOrEqualTo(Duration.ofMillis(1_100));

    time.pass(pause.left());
    assertThat(pause.begin(Optional.empty())).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }

  private static FeishuException limit(Duration reset) {
    return FeishuException.turnedAway(new BilingualText("limit", "限流"), 99991400, null, reset);
  }

  private Call soon() {
    return new Call(Duration.ofSeconds(10), time);
  }

  private static ConnectionSettings.Builder settings() {
    return ConnectionSettings.builder("test").appId("cli_a").appSecret(AppSecret.of("s"));
  }
}
