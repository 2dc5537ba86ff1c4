package io.remedyflow.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remedyflow.simulator.company.Company;
import io.remedyflow.simulator.company.Employee;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FeishuSimulatorTest {

  private static final String NOW = "2026-03-02T01:00:00Z";

  @Test
  void requests_are_recorded_with_what_they_were_answered() throws Exception {
    var clock = new SettableClock(NOW);
    try (var feishu = FeishuSimulator.with().clock(clock).start()) {
      var caller = new Caller(feishu);
      String token = caller.token();
      clock.tick(Duration.ofSeconds(5));

      caller.send(caller.question(token, "employee_no", "014", 20210104).build());

      RecordedRequest question = feishu.requests().get(1);
      assertThat(feishu.requests()).hasSize(2);
      assertThat(feishu.remedyRequests()).containsExactly(question);
      assertThat(feishu.tokenRequests()).containsExactly(feishu.requests().get(0));
      assertThat(question.method()).isEqualTo("POST");
      assertThat(question.path()).isEqualTo(Caller.REMEDIES_PATH);
      assertThat(question.query()).isEqualTo("employee_type=employee_no");
      assertThat(question.headers())
          .containsEntry("AUTHORIZATION", "Bearer " + token)
          .containsEntry("content-type", "application/json; charset=utf-8");
      assertThat(question.body()).isEqualTo("{\"user_id\": \"014\", \"remedy_date\": 20210104}");
      assertThat(question.receivedAt()).isEqualTo("2026-03-02T01:00:05Z");
      assertThat(question.status()).isEqualTo(400);
      assertThat(question.code()).isEqualTo(1226504);
    }
  }

  @Test
  void the_text_of_a_recorded_request_holds_neither_secret_nor_token() throws Exception {
    try (var feishu = FeishuSimulator.with().app("cli_x", "swordfish").start()) {
      var caller = new Caller(feishu);
      String token = caller.token();
      caller.askWith(token);

      assertThat(feishu.requests().toString())
          .contains("POST " + Caller.TOKEN_PATH + " -> 200 0")
          .contains("POST " + Caller.REMEDIES_PATH + "?employee_type=employee_id -> 200 0")
          .doesNotContain("swordfish", token);
    }
  }

  @Test
  void only_the_latest_requests_are_remembered() throws Exception {
    try (var feishu = FeishuSimulator.with().requestsKept(2).start()) {
      var caller = new Caller(feishu);
      String token = caller.token();
      for (int day = 20210101; day <= 20210105; day++) {
        caller.send(caller.question(token, "employee_id", "late.li", day).build());
      }

      assertThat(feishu.requests())
          .extracting(RecordedRequest::body)
          .satisfiesExactly(
              body -> assertThat(body).contains("20210104"),
              body -> assertThat(body).contains("20210105"));

      feishu.clearRequests();
      assertThat(feishu.requests()).isEmpty();
    }
  }

  @Test
  void two_simulators_say_the_same_byte_for_byte() throws Exception {
    assertThat(transcript()).isEqualTo(transcript()).hasSize(2 * Company.employees().size());
  }

  /** Everything but the Date header, which the JDK's server writes from the system's clock. */
  private static List<String> transcript() throws Exception {
    try (var feishu = FeishuSimulator.with().clock(new SettableClock(NOW)).start()) {
      var caller = new Caller(feishu);
      var said = new ArrayList<String>();
      for (Employee employee : Company.employees()) {
        said.add(caller.askForToken().toString());
        HttpResponse<String> response = caller.ask(employee.employeeId(), 20260227);
        var headers = new TreeMap<>(response.headers().map());
        assertThat(headers.remove("date")).isNotNull();
        said.add(response.statusCode() + " " + headers + " " + response.body());
      }
      return said;
    }
  }

  @Test
  void many_may_ask_at_once() throws Exception {
    var pool = Executors.newFixedThreadPool(16);
    try (var feishu = FeishuSimulator.with().unlimited().start()) {
      var caller = new Caller(feishu);
      String token = caller.token();
      feishu.onRemedies(Fault.answer(500, 1225000, "once"), Fault.answer(500, 1225000, "twice"));
      Callable<Integer> ask = () -> Caller.code(caller.askWith(token));

      var codes = new ArrayList<Integer>();
      for (Future<Integer> code : pool.invokeAll(Collections.nCopies(200, ask))) {
        codes.add(code.get());
      }

      assertThat(codes).hasSize(200).containsOnly(0, 1225000);
      assertThat(codes.stream().filter(code -> code != 0)).hasSize(2);
      assertThat(feishu.requests()).hasSize(201).allMatch(request -> request.status() != 0);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void every_answer_takes_the_set_latency() throws Exception {
    Duration latency = Duration.ofMillis(60);
    try (var feishu = FeishuSimulator.with().latency(latency).start()) {
      long start = System.nanoTime();
      new Caller(feishu).token();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(latency);
    }
  }

  @Test
  void it_listens_on_the_port_it_was_given_and_frees_it() throws Exception {
    URI first;
    try (var feishu = FeishuSimulator.start()) {
      first = feishu.baseUrl();
      var taken = FeishuSimulator.with().port(first.getPort());

      assertThat(first.getHost()).isEqualTo("127.0.0.1");
      assertThatThrownBy(taken::start).hasMessageContaining("is the port taken?");
    }

    try (var again = FeishuSimulator.with().port(first.getPort()).start()) {
      assertThat(again.baseUrl()).isEqualTo(first);
      assertThat(new Caller(again).token()).startsWith("t-");
    }
  }

  @Test
  void its_address_shows_people_the_directory_and_the_latest_requests() throws Exception {
    try (var feishu = FeishuSimulator.start()) {
      var caller = new Caller(feishu);
      String token = caller.token();
      caller.send(caller.question(token, "%3Cb%3E&x=1", "late.li", 20210104).build());

      HttpResponse<String> page = caller.send(caller.to("/").GET().build());

      assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
      assertThat(page.body())
          .contains("<td>night.zhou</td><td>007</td><td>周夜 Zhou Ye</td>")
          .contains("POST " + Caller.REMEDIES_PATH + "?employee_type=%3Cb%3E&amp;x=1 -> 400")
          .doesNotContain(token, feishu.appSecret());
    }
  }

  @Test
  void its_address_shows_people_how_employees_are_reached_and_what_was_remedied() throws Exception {
    try (var feishu = FeishuSimulator.start()) {
      var caller = new Caller(feishu);
      assertThat(caller.send(caller.to("/").GET().build()).body()).contains("none yet");
      String id = caller.started("late.li", 20210104);
      feishu.approve(id);

      String page = caller.send(caller.to("/").GET().build()).body();

      assertThat(page)
          .contains("<td>001</td><td>李迟 Li Chi</td><td>late.li@example.com</td>")
          .contains("<td>+8613000000001</td>")
          .contains("<td>魏隐 Wei Yin</td><td></td><td></td>")
          .contains("<td>" + id + "</td><td>late.li</td><td>2021-01-04</td>")
          .contains("<td>忘记打卡</td><td>2 passed</td>");
    }
  }

  @Test
  void settings_that_make_no_sense_are_rejected() {
    var settings = FeishuSimulator.with();

    assertThatThrownBy(() -> settings.requestsPerSecond(0)).hasMessageContaining("unlimited()");
    assertThatThrownBy(() -> settings.app("x", "y")).hasMessageContaining("cli_");
  }
}
