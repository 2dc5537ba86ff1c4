package io.remedyflow.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * 50 calls in each second of the clock, with the headers that the page of rate limits documents.
 */
class ThrottleTest {

  private final SettableClock clock = new SettableClock("2026-03-02T01:00:00.900Z");

  @Test
  void the_fifty_first_call_of_a_second_has_to_wait() throws Exception {
    try (var feishu = FeishuSimulator.with().clock(clock).start()) {
      var caller = new Caller(feishu);
      String token = caller.token();
      for (int i = 0; i < 50; i++) {
        assertThat(Caller.code(caller.callWith(token))).isZero();
      }

      HttpResponse<String> limited = caller.callWith(token);

      assertThat(limited.statusCode()).isEqualTo(429);
      assertThat(Caller.code(limited)).isEqualTo(99991400);
      assertThat(limited.headers().firstValue("x-ogw-ratelimit-limit")).hasValue("50");
      assertThat(limited.headers().firstValue("x-ogw-ratelimit-reset")).hasValue("1");
      assertThat(Caller.json(limited).path("error").path("log_id").asText())
          .isEqualTo(Caller.logId(limited));
    }
  }

  @Test
  void the_next_second_of_the_clock_admits_again() throws Exception {
    try (var feishu = FeishuSimulator.with().clock(clock).requestsPerSecond(1).start()) {
      var caller = new Caller(feishu);
      String token = caller.token();
      assertThat(Caller.code(caller.callWith(token))).isZero();
      assertThat(Caller.code(caller.callWith(token))).isEqualTo(99991400);

      clock.tick(Duration.ofMillis(100));

      assertThat(Caller.code(caller.callWith(token))).isZero();
      assertThat(Caller.code(caller.callWith(token))).isEqualTo(99991400);
    }
  }

  @Test
  void tokens_and_strangers_do_not_count() throws Exception {
    try (var feishu = FeishuSimulator.with().clock(clock).requestsPerSecond(1).start()) {
      var caller = new Caller(feishu);
      caller.token();
      String token = caller.token();
      assertThat(Caller.code(caller.callWith("t-stranger"))).isEqualTo(99991663);

      assertThat(Caller.code(caller.callWith(token))).isZero();
    }
  }

  @Test
  void the_limit_can_be_turned_off() throws Exception {
    try (var feishu = FeishuSimulator.with().clock(clock).unlimited().start()) {
      var caller = new Caller(feishu);
      String token = caller.token();

      for (int i = 0; i < 60; i++) {
        assertThat(Caller.code(caller.callWith(token))).isZero();
      }
    }
  }
}
