package io.remedyflow.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.InvalidRemedyRequestException;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.simulator.FeishuSimulator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.function.UnaryOperator;

/** A lookup over a simulator, and questions in few words. */
final class Asker implements AutoCloseable {

  static final String SECRET = "secret-of-the-test";
  static final LocalDate DAY = LocalDate.of(2024, 1, 5);

  private final FeishuRemedyLookup lookup;

  private Asker(FeishuRemedyLookup lookup) {
    this.lookup = lookup;
  }

  static Asker of(FeishuSimulator feishu) {
    return of(feishu, settings -> settings);
  }

  static Asker of(FeishuSimulator feishu, UnaryOperator<ConnectionSettings.Builder> change) {
    return of(feishu, Time.SYSTEM, change);
  }

  static Asker of(
      FeishuSimulator feishu, Time time, UnaryOperator<ConnectionSettings.Builder> change) {
    return of(feishu, ConnectionListener.NONE, time, change);
  }

  static Asker of(
      FeishuSimulator feishu,
      ConnectionListener listener,
      Time time,
      UnaryOperator<ConnectionSettings.Builder> change) {
    return new Asker(
        new FeishuRemedyLookup(
            change
                .apply(
                    ConnectionSettings.builder("test")
                        .appId(feishu.appId())
                        .appSecret(AppSecret.of(feishu.appSecret()))
                        .baseUrl(feishu.baseUrl())
                        .callDeadline(Duration.ofSeconds(5))
                        .requestsPerSecond(1_000))
                .build(),
            listener,
            time));
  }

  static Asker at(URI baseUrl, Duration deadline) {
    return at(baseUrl, Time.SYSTEM, settings -> settings.callDeadline(deadline));
  }

  static Asker at(URI baseUrl, Time time, UnaryOperator<ConnectionSettings.Builder> change) {
    return new Asker(
        new FeishuRemedyLookup(
            change
                .apply(
                    ConnectionSettings.builder("test")
                        .appId("cli_test")
                        .appSecret(AppSecret.of(SECRET))
                        .baseUrl(baseUrl))
                .build(),
            ConnectionListener.NONE,
            time));
  }

  FeishuRemedyLookup lookup() {
    return lookup;
  }

  /** Asks, whatever comes of it. */
  void tryToAsk(String employeeId) {
    try {
      ask(employeeId);
    } catch (FeishuException | InvalidRemedyRequestException e) {
      // as expected
    }
  }

  RemedyOutcome ask(String employeeId) {
    return ask(EmployeeType.EMPLOYEE_ID, employeeId, DAY);
  }

  RemedyOutcome ask(EmployeeType type, String userId, LocalDate day) {
    return lookup.allowedRemedies(new RemedyQuery(type, userId, day));
  }

  /** Asks, which fails, and looks that nothing of the failure shows what must not be shown. */
  FeishuException trouble(String employeeId) {
    var trouble = catchThrowableOfType(FeishuException.class, () -> ask(employeeId));
    assertThat(trouble).as("the trouble").isNotNull();
    StringWriter everything = new StringWriter();
    trouble.printStackTrace(new PrintWriter(everything));
    assertThat(everything.toString() + trouble.explanation())
        .doesNotContain(SECRET, RawFeishu.TOKEN);
    assertThat(trouble.explanation().zhCn()).containsPattern("\\p{IsHan}");
    return trouble;
  }

  @Override
  public void close() {
    lookup.close();
  }
}
