package io.remedyflow.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remedyflow.feishu.ConnectionCheck;
import io.remedyflow.feishu.ConnectionListener;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.attendance.AllowedRemediesEndpoint;
import io.remedyflow.feishu.client.FeishuConnection;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.remedy.RequestRejectedException;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.http.RawFeishu;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** A connection over a simulator, and questions in few words. */
public final class Asker implements AutoCloseable {

  public static final String SECRET = TestSettings.SECRET;
  public static final LocalDate DAY = LocalDate.of(2024, 1, 5);

  private final FeishuConnection connection;

  private Asker(FeishuConnection connection) {
    this.connection = connection;
  }

  public static Asker of(FeishuSimulator feishu) {
    return of(feishu, settings -> settings);
  }

  public static Asker of(FeishuSimulator feishu, UnaryOperator<ConnectionSettings.Builder> change) {
    return of(feishu, Time.SYSTEM, change);
  }

  public static Asker of(FeishuSimulator feishu, Time time) {
    return of(feishu, time, settings -> settings);
  }

  public static Asker of(FeishuSimulator feishu, ConnectionListener listener, Time time) {
    return of(feishu, listener, time, settings -> settings);
  }

  public static Asker of(
      FeishuSimulator feishu, Time time, UnaryOperator<ConnectionSettings.Builder> change) {
    return of(feishu, ConnectionListener.NONE, time, change);
  }

  public static Asker of(
      FeishuSimulator feishu,
      ConnectionListener listener,
      Time time,
      UnaryOperator<ConnectionSettings.Builder> change) {
    return new Asker(
        new FeishuConnection(
            change
                .apply(
                    TestSettings.of(feishu)
                        .callDeadline(Duration.ofSeconds(5))
                        .requestsPerSecond(1_000))
                .build(),
            listener,
            time));
  }

  public static Asker at(URI baseUrl, Duration deadline) {
    return at(baseUrl, Time.SYSTEM, settings -> settings.callDeadline(deadline));
  }

  public static Asker at(URI baseUrl, Time time) {
    return at(baseUrl, time, settings -> settings);
  }

  public static Asker at(URI baseUrl, Time time, UnaryOperator<ConnectionSettings.Builder> change) {
    return new Asker(
        new FeishuConnection(
            change.apply(TestSettings.at(baseUrl)).build(), ConnectionListener.NONE, time));
  }

  public FeishuConnection connection() {
    return connection;
  }

  /** Asks, whatever comes of it. */
  public void tryToAsk(String employeeId) {
    try {
      ask(employeeId);
    } catch (FeishuException | RequestRejectedException e) {
      // as expected
    }
  }

  public RemedyOutcome ask(String employeeId) {
    return ask(EmployeeType.EMPLOYEE_ID, employeeId, DAY);
  }

  public RemedyOutcome ask(EmployeeType type, String userId, LocalDate day) {
    return call(new RemedyQuery(type, userId, day));
  }

  public RemedyOutcome call(RemedyQuery query) {
    return connection.call(AllowedRemediesEndpoint.INSTANCE, query);
  }

  public CompletableFuture<RemedyOutcome> begin(RemedyQuery query) {
    return connection.begin(AllowedRemediesEndpoint.INSTANCE, query);
  }

  public ConnectionCheck check() {
    return connection.check(AllowedRemediesEndpoint.INSTANCE);
  }

  /** Asks, which fails, and looks that nothing of the failure shows what must not be shown. */
  public FeishuException trouble(String employeeId) {
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
    connection.close();
  }
}
