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

/** A connection over a simulator, and calls in few words. */
public final class TestCaller implements AutoCloseable {

  public static final String SECRET = TestSettings.SECRET;
  public static final LocalDate DAY = LocalDate.of(2024, 1, 5);

  private final FeishuConnection connection;

  private TestCaller(FeishuConnection connection) {
    this.connection = connection;
  }

  public static TestCaller of(FeishuSimulator feishu) {
    return of(feishu, settings -> settings);
  }

  public static TestCaller of(
      FeishuSimulator feishu, UnaryOperator<ConnectionSettings.Builder> change) {
    return of(feishu, Time.SYSTEM, change);
  }

  public static TestCaller of(FeishuSimulator feishu, Time time) {
    return of(feishu, time, settings -> settings);
  }

  public static TestCaller of(FeishuSimulator feishu, ConnectionListener listener, Time time) {
    return of(feishu, listener, time, settings -> settings);
  }

  public static TestCaller of(
      FeishuSimulator feishu, Time time, UnaryOperator<ConnectionSettings.Builder> change) {
    return of(feishu, ConnectionListener.NONE, time, change);
  }

  public static TestCaller of(
      FeishuSimulator feishu,
      ConnectionListener listener,
      Time time,
      UnaryOperator<ConnectionSettings.Builder> change) {
    return new TestCaller(
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

  public static TestCaller at(URI baseUrl, Duration deadline) {
    return at(baseUrl, Time.SYSTEM, settings -> settings.callDeadline(deadline));
  }

  public static TestCaller at(URI baseUrl, Time time) {
    return at(baseUrl, time, settings -> settings);
  }

  public static TestCaller at(
      URI baseUrl, Time time, UnaryOperator<ConnectionSettings.Builder> change) {
    return new TestCaller(
        new FeishuConnection(
            change.apply(TestSettings.at(baseUrl)).build(), ConnectionListener.NONE, time));
  }

  public FeishuConnection connection() {
    return connection;
  }

  /** Makes a call that may fail. */
  public void tryToCall(String employeeId) {
    try {
      call(employeeId);
    } catch (FeishuException | RequestRejectedException e) {
      // as expected
    }
  }

  public RemedyOutcome call(String employeeId) {
    return call(EmployeeType.EMPLOYEE_ID, employeeId, DAY);
  }

  public RemedyOutcome call(EmployeeType type, String userId, LocalDate day) {
    return call(new RemedyQuery(type, userId, day));
  }

  public RemedyOutcome call(RemedyQuery query) {
    return connection.call(AllowedRemediesEndpoint.INSTANCE, query);
  }

  public CompletableFuture<RemedyOutcome> begin(RemedyQuery query) {
    return connection.begin(AllowedRemediesEndpoint.INSTANCE, query);
  }

  public ConnectionCheck check() {
    return connection.check(AllowedRemediesEndpoint.INSTANCE, AllowedRemediesEndpoint.PROBE);
  }

  /** Makes a call that fails, and checks that the failure shows no secret. */
  public FeishuException failure(String employeeId) {
    var failure = catchThrowableOfType(FeishuException.class, () -> call(employeeId));
    assertThat(failure).as("the failure").isNotNull();
    StringWriter everything = new StringWriter();
    failure.printStackTrace(new PrintWriter(everything));
    assertThat(everything.toString() + failure.explanation())
        .doesNotContain(SECRET, RawFeishu.TOKEN);
    assertThat(failure.explanation().zhCn()).containsPattern("\\p{IsHan}");
    return failure;
  }

  @Override
  public void close() {
    connection.close();
  }
}
