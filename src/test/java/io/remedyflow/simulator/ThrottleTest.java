package io.remedyflow.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** So many requests in each second of the clock, told as the page of rate limits tells it. */
class ThrottleTest {

  private final SettableClock clock = new SettableClock("2026-03-02T01:00:00.900Z");

  @Test
  void the_fifty_first_call_of_a_second_has_to_wait() throws Exception {
    try (var feishu = FeishuSimulator.with().clock(clock).start()) {
      var caller = new Caller(feishu);
      String token = caller.token();
      for (int i = 0; i < 50; i++) {
        assertThat(Caller.code(caller.askWith(token))).isZero();
      }

      HttpResponse<String> limited = caller.askWith(token);

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
      assertThat(Caller.code(caller.askWith(token))).isZero();
      assertThat(Caller.code(caller.askWith(token))).isEqualTo(99991400);

      clock.tick(Duration.ofMillis(100));

      assertThat(Caller.code(caller.askWith(token))).isZero();
      assertThat(Caller.code(caller.askWith(token))).isEqualTo(99991400);
    }
  }

  @Test
  void tokens_and_strangers_do_not_count() throws Exception {
    try (var feishu = FeishuSimulator.with().clock(clock).requestsPerSecond(1).start()) {
      var caller = new Caller(feishu);
      caller.token();
      String token = caller.token();
      assertThat(Caller.code(caller.askWith("t-stranger"))).isEqualTo(99991663);

      assertThat(Caller.code(caller.askWith(token))).isZero();
    }
  }

  @Test
  void the_limit_can_be_turned_off() throws Exception {
    try (var feishu = FeishuSimulator.with().clock(clock).unlimited().start()) {
      var caller = new Caller(feishu);
      String token = caller.token();

      for (int i = 0; i < 60; i++) {
        assertThat(Caller.code(caller.askWith(token))).isZero();
      }
    }
  }

  @Test
  void each_endpoint_has_its_own_limit() throws Exception {
    try (var feishu = FeishuSimulator.with().clock(clock).requestsPerSecond(1).start()) {
      var caller = new Caller(feishu);
      String id = caller.started("late.li", 20210104);
      assertThat(Caller.code(caller.ask("late.li", 20210104))).isZero();
      assertThat(Caller.code(caller.decide(id, 2))).isZero();

      assertThat(Caller.code(caller.start("late.li", 20210105))).isEqualTo(99991400);
      assertThat(Caller.code(caller.ask("late.li", 20210105))).isEqualTo(99991400);
      assertThat(Caller.code(caller.decide(id, 4))).isEqualTo(99991400);
      assertThat(feishu.remedies()).hasSize(1);
    }
  }

  @Test
  void employees_are_found_fifty_times_a_second_and_a_thousand_times_a_minute() throws Exception {
    var minute = new SettableClock("2026-03-02T01:00:00Z");
    try (var feishu = FeishuSimulator.with().clock(minute).requestsPerSecond(1).start()) {
      var caller = new Caller(feishu);
      HttpRequest find = caller.request(Caller.EMPLOYEES_PATH, "{}").build();
      assertThat(admitted(caller, find, 51)).isEqualTo(50);
      for (int second = 1; second < 20; second++) {
        minute.tick(Duration.ofSeconds(1));
        assertThat(admitted(caller, find, 50)).isEqualTo(50);
      }
      minute.tick(Duration.ofMillis(1500));

      HttpResponse<String> limited = caller.send(find);

      assertThat(limited.statusCode()).isEqualTo(429);
      assertThat(limited.headers().firstValue("x-ogw-ratelimit-limit")).hasValue("1000");
      assertThat(limited.headers().firstValue("x-ogw-ratelimit-reset")).hasValue("40");
      minute.tick(Duration.ofSeconds(40));
      assertThat(Caller.code(caller.send(find))).isZero();
    }
  }

  private static int admitted(Caller caller, HttpRequest request, int times) throws Exception {
    int admitted = 0;
    for (int i = 0; i < times; i++) {
      admitted += Caller.code(caller.send(request)) == 0 ? 1 : 0;
    }
    return admitted;
  }
}
