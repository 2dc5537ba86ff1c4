package io.remedyflow.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
      pacer.awaitTurn(soon());
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

    assertThatThrownBy(() -> pacer.awaitTurn(Deadline.in(Duration.ofMillis(900), time)))
        .isInstanceOf(FeishuException.class);
    assertThat(time.sleeps()).isEmpty();
  }

  private Deadline soon() {
    return Deadline.in(Duration.ofSeconds(10), time);
  }

  private static ConnectionSettings.Builder settings() {
    return ConnectionSettings.builder("test").appId("cli_a").appSecret(AppSecret.of("s"));
  }
}
