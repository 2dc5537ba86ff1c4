package io.remedyflow.feishu.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remedyflow.feishu.ConnectionListener;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.attendance.AllowedRemediesEndpoint;
import io.remedyflow.ratelimit.FakeSharedRateLimit;
import io.remedyflow.ratelimit.Reservation;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.ratelimit.Urgency;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.RemedyOutcome.Available;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.TestSettings;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Connections over one app: Feishu counts their calls together. */
class OneAppTest {

  private static final RemedyQuery QUERY =
      new RemedyQuery(EmployeeType.EMPLOYEE_ID, "late.li", LocalDate.of(2024, 1, 5));

  @AutoClose private final FeishuSimulator feishu = FeishuSimulator.with().unlimited().start();

  @Test
  void reservations_are_shared_by_the_connections_of_one_app_and_by_no_other() {
    open(
        List.of(
            connection("english", settings -> settings),
            connection("chinese", settings -> settings.zone(ConnectionSettings.DEFAULT_ZONE)),
            connection("other", settings -> settings.appId("cli_other"))),
        opened -> {
          for (int n = 0; n < 50; n++) {
            opened.get(0).reserve(AllowedRemediesEndpoint.INSTANCE, Urgency.NORMAL);
            opened.get(1).reserve(AllowedRemediesEndpoint.INSTANCE, Urgency.NORMAL);
          }

          assertThat(opened.get(0).backlog()).isGreaterThan(Duration.ofMillis(1_100));
          assertThat(opened.get(1).backlog()).isGreaterThan(Duration.ofMillis(1_100));
          assertThat(opened.get(2).backlog()).isZero();
        });
  }

  @Test
  void a_reservation_that_one_connection_releases_is_free_for_the_other() {
    open(
        List.of(connection("one", settings -> settings), connection("two", settings -> settings)),
        opened -> {
          opened
              .get(0)
              .reserve(AllowedRemediesEndpoint.INSTANCE, Urgency.NORMAL, Duration.ofSeconds(5));
          Reservation second =
              opened
                  .get(0)
                  .reserve(AllowedRemediesEndpoint.INSTANCE, Urgency.NORMAL, Duration.ofSeconds(5));
          opened.get(0).release(AllowedRemediesEndpoint.INSTANCE, second);

          Reservation again =
              opened
                  .get(1)
                  .reserve(AllowedRemediesEndpoint.INSTANCE, Urgency.NORMAL, Duration.ofSeconds(4));

          assertThat(again.atNanos()).isEqualTo(second.atNanos());
        });
  }

  @Test
  void all_connections_of_an_app_cool_down_when_one_of_them_is_rate_limited() {
    open(
        List.of(connection("one", settings -> settings), connection("two", settings -> settings)),
        opened -> {
          feishu.onRemedies(Fault.rateLimited(60));
          assertThatThrownBy(() -> opened.get(0).call(AllowedRemediesEndpoint.INSTANCE, QUERY))
              .isInstanceOf(FeishuException.class);
          feishu.clearRequests();

          assertThatThrownBy(() -> opened.get(1).call(AllowedRemediesEndpoint.INSTANCE, QUERY))
              .hasMessageContaining("is in a cooldown");

          assertThat(opened.get(1).state().cooldown()).isGreaterThan(Duration.ofSeconds(50));
          assertThat(
                  opened.get(1).laterReservation(AllowedRemediesEndpoint.INSTANCE, Urgency.NORMAL))
              .isPresent();
          assertThat(opened.get(1).state().rescheduled()).isEqualTo(1);
          assertThat(opened.get(0).state().rescheduled()).isZero();
          assertThat(feishu.requests()).isEmpty();
        });
  }

  @Test
  void connections_that_disagree_about_the_limit_keep_to_their_own() {
    open(
        List.of(
            connection("fifty", settings -> settings),
            connection("ten", settings -> settings.requestsPerSecond(10))),
        opened -> {
          for (int n = 0; n < 20; n++) {
            opened.get(1).reserve(AllowedRemediesEndpoint.INSTANCE, Urgency.NORMAL);
          }

          assertThat(opened.get(1).backlog()).isGreaterThan(Duration.ofMillis(1_100));
          assertThat(opened.get(0).backlog()).isZero();
        });
  }

  @Test
  void the_shared_rate_limit_is_used_once_for_all_connections_of_an_app() {
    FakeSharedRateLimit first = new FakeSharedRateLimit(50, Time.SYSTEM);
    FakeSharedRateLimit second = new FakeSharedRateLimit(50, Time.SYSTEM);
    open(
        List.of(connection("one", settings -> settings), connection("two", settings -> settings)),
        opened -> {
          opened.get(0).share((name, limits) -> first);
          opened.get(1).share((name, limits) -> second);

          assertThat(opened.get(0).call(AllowedRemediesEndpoint.INSTANCE, QUERY))
              .isInstanceOf(Available.class);
          assertThat(opened.get(1).call(AllowedRemediesEndpoint.INSTANCE, QUERY))
              .isInstanceOf(Available.class);

          assertThat(second.acquired()).isEmpty();
        });
    assertThat(first.acquired()).isNotEmpty();
  }

  private ConnectionSettings connection(
      String name, UnaryOperator<ConnectionSettings.Builder> change) {
    return change
        .apply(TestSettings.named(name, feishu).callDeadline(Duration.ofSeconds(5)))
        .build();
  }

  private static void open(
      List<ConnectionSettings> connections, Consumer<List<FeishuConnection>> check) {
    List<FeishuConnection> opened = FeishuConnection.open(connections, ConnectionListener.NONE, 1);
    try {
      check.accept(opened);
    } finally {
      opened.forEach(FeishuConnection::close);
    }
  }
}
