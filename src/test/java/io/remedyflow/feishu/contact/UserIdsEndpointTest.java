package io.remedyflow.feishu.contact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.CallOutcome;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.client.FeishuConnection;
import io.remedyflow.ratelimit.SettableTime;
import io.remedyflow.remedy.RequestRejectedException;
import io.remedyflow.remedy.employee.EmployeeAddress;
import io.remedyflow.remedy.employee.EmployeeOutcome;
import io.remedyflow.remedy.employee.EmployeeOutcome.Found;
import io.remedyflow.remedy.employee.EmployeeOutcome.Inactive;
import io.remedyflow.remedy.employee.EmployeeOutcome.NotFound;
import io.remedyflow.remedy.employee.EmployeeQuery;
import io.remedyflow.testing.LogLines;
import io.remedyflow.testing.Reports;
import io.remedyflow.testing.TestSettings;
import io.remedyflow.testing.http.RawFeishu;
import io.remedyflow.testing.http.RawFeishu.Act;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserIdsEndpointTest {

  private static final EmployeeQuery BY_EMAIL =
      new EmployeeQuery(EmployeeAddress.Email.of("li.chi@example.com"), false);
  private static final EmployeeQuery BY_MOBILE =
      new EmployeeQuery(EmployeeAddress.Mobile.of("13812345678"), false);
  private static final EmployeeQuery ABROAD =
      new EmployeeQuery(EmployeeAddress.Mobile.of("+65 9123 4567"), false);

  private final Reports reports = new Reports();
  @AutoClose private final RawFeishu feishu = RawFeishu.start();

  @AutoClose
  private final FeishuConnection connection =
      new FeishuConnection(TestSettings.at(feishu.baseUrl()).build(), reports, new SettableTime());

  @Test
  void only_one_address_is_sent() {
    feishu.next(list(), list());

    connection.call(UserIdsEndpoint.INSTANCE, BY_EMAIL);
    connection.call(UserIdsEndpoint.INSTANCE, BY_MOBILE);

    assertThat(feishu.messages().get(0).body())
        .isEqualTo("{\"emails\":[\"li.chi@example.com\"],\"include_resigned\":false}");
    assertThat(feishu.messages().get(1).body())
        .isEqualTo("{\"mobiles\":[\"13812345678\"],\"include_resigned\":false}");
    assertThat(feishu.messages().get(0).line())
        .isEqualTo("POST /open-apis/contact/v3/users/batch_get_id?user_id_type=user_id HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"user_id\":\"late.li\",\"email\":\"li.chi@example.com\"}",
        "{\"user_id\":\" late.li \",\"email\":\"Li.Chi@Example.com\"}",
        "{\"user_id\":\"late.li\"}",
        "{\"user_id\":\"late.li\",\"email\":\"\"}",
        "{\"user_id\":\"late.li\",\"email\":\"hidden\"}",
        "{\"user_id\":\"late.li\",\"status\":null}",
        "{\"user_id\":\"late.li\",\"status\":{}}",
        "{\"user_id\":\"late.li\",\"status\":{\"is_activated\":true,\"is_frozen\":false,\"is_resigned\":false}}",
        "{\"user_id\":\"late.li\",\"new_field\":{}},{\"user_id\":\"late.li\"}",
        "null,{\"user_id\":\"\"},{\"user_id\":\"late.li\"}"
      })
  @Provokes({FaultRow.J1, FaultRow.J5, FaultRow.J17})
  void an_employee_is_found(String entries) {
    feishu.next(list(entries));

    assertThat(connection.call(UserIdsEndpoint.INSTANCE, BY_EMAIL))
        .isEqualTo(new Found("late.li", "log"));
    assertThat(reports.last().outcome()).isEqualTo(CallOutcome.ANSWERED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "13812345678",
        "+8613812345678",
        "+86 138-1234-5678",
        "008613812345678",
        "138****5678",
        "1381234"
      })
  void the_echo_of_a_mobile_may_be_written_in_another_way(String echo) {
    feishu.next(list("{\"user_id\":\"late.li\",\"mobile\":\"%s\"}".formatted(echo)));

    assertThat(connection.call(UserIdsEndpoint.INSTANCE, BY_MOBILE))
        .isEqualTo(new Found("late.li", "log"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"user_list\":[{\"email\":\"li.chi@example.com\"}]}",
        "{\"user_list\":[{\"user_id\":\"\",\"email\":\"li.chi@example.com\"}]}",
        "{\"user_list\":[{\"user_id\":null}]}",
        "{\"user_list\":[]}",
        "{\"user_list\":null}",
        "{}",
        "null"
      })
  @Provokes({FaultRow.J3, FaultRow.J4})
  void an_employee_whom_feishu_does_not_name_is_not_found(String data) {
    feishu.next(data(data));

    EmployeeOutcome outcome = connection.call(UserIdsEndpoint.INSTANCE, BY_EMAIL);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            NotFound.class,
            none -> {
              assertThat(none.explanation().en())
                  .contains("no employee with this e-mail", "contact:user.employee_id:readonly");
              assertThat(none.explanation().zhCn()).contains("邮箱", "通讯录权限范围");
              assertThat(none.logId()).isEqualTo("log");
            });
    assertThat(reports.last().outcome()).isEqualTo(CallOutcome.DENIED);
  }

  @Test
  void a_mobile_that_is_not_found_says_nothing_of_mailboxes() {
    feishu.next(list("{\"mobile\":\"13812345678\"}"));

    var outcome = (NotFound) connection.call(UserIdsEndpoint.INSTANCE, BY_MOBILE);

    assertThat(outcome.explanation().en()).contains("mobile").doesNotContain("mailbox");
    assertThat(outcome.explanation().zhCn()).contains("手机号").doesNotContain("邮箱");
  }

  @ParameterizedTest
  @CsvSource({
    "is_resigned, true, has left the company, 已离职",
    "is_exited, true, has quit the company's Feishu, 已退出企业",
    "is_frozen, true, has a frozen account, 暂停使用",
    "is_unjoin, true, has not joined, 尚未加入",
    "is_activated, false, has not activated, 尚未激活"
  })
  void an_employee_who_cannot_use_feishu_is_inactive_and_the_reason_is_said(
      String field, boolean value, String en, String zhCn) {
    feishu.next(list("{\"user_id\":\"late.li\",\"status\":{\"%s\":%s}}".formatted(field, value)));

    EmployeeOutcome outcome = connection.call(UserIdsEndpoint.INSTANCE, BY_EMAIL);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Inactive.class,
            inactive -> {
              assertThat(inactive.userId()).isEqualTo("late.li");
              assertThat(inactive.explanation().en()).contains(en);
              assertThat(inactive.explanation().zhCn()).contains(zhCn);
            });
    assertThat(reports.last().outcome()).isEqualTo(CallOutcome.DENIED);
  }

  @Test
  void two_employees_with_one_address_are_a_rejection() {
    feishu.next(
        list(
            "{\"user_id\":\"late.li\",\"email\":\"li.chi@example.com\"},{\"user_id\":\"early.qian\"}"));

    RequestRejectedException rejection =
        catchThrowableOfType(
            RequestRejectedException.class,
            () -> connection.call(UserIdsEndpoint.INSTANCE, BY_EMAIL));

    assertThat(rejection.explanation().en())
        .contains("more than one employee")
        .doesNotContain("late.li", "early.qian");
    assertThat(rejection.explanation().zhCn()).contains("多名员工");
    assertThat(rejection.logId()).isEqualTo("log");
    assertThat(reports.last().outcome()).isEqualTo(CallOutcome.REJECTED);
  }

  @Test
  @Provokes(FaultRow.J10)
  void another_persons_entry_is_discarded() {
    feishu.next(
        list("{\"user_id\":\"early.qian\",\"email\":\"qian@example.com\"}"),
        list(
            "{\"user_id\":\"early.qian\",\"email\":\"qian@example.com\"},{\"user_id\":\"late.li\",\"email\":\"li.chi@example.com\"}"));

    FeishuException failure = failure(BY_EMAIL);

    assertThat(failure.retryable()).isFalse();
    assertThat(failure.explanation().en())
        .contains("another employee's data")
        .doesNotContain("qian");
    assertThat(connection.call(UserIdsEndpoint.INSTANCE, BY_EMAIL))
        .isEqualTo(new Found("late.li", "log"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"user_list\":{\"user_id\":\"late.li\"}}",
        "{\"user_list\":[null]}",
        "{\"users\":[{\"user_id\":\"late.li\"}]}",
        "[]"
      })
  @Provokes({FaultRow.J5, FaultRow.J6, FaultRow.J16})
  void an_answer_of_another_shape_is_asked_for_again(String data) {
    feishu.next(data(data), list("{\"user_id\":\"late.li\"}"));

    assertThat(connection.call(UserIdsEndpoint.INSTANCE, BY_EMAIL))
        .isEqualTo(new Found("late.li", "log"));
    assertThat(feishu.attempts()).hasSize(2);
  }

  @Test
  @Provokes(FaultRow.T11)
  void a_missing_scope_is_named() {
    feishu.next(answer(400, "{\"code\":99991672,\"msg\":\"Access denied\"}"));

    assertThat(failure(BY_EMAIL).explanation().en()).contains("contact:user.id:readonly");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "li.chi@example.com is invalid",
        "email:li.chi@example.com",
        "用户li.chi@example.com不存在",
        "Li.Chi@Example.com"
      })
  @Provokes(FaultRow.S7)
  void an_email_is_masked_wherever_feishu_quotes_it(String msg) {
    assertThatNothingShows(BY_EMAIL, msg, "chi@");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "13812345678 is invalid",
        "+8613812345678 is invalid",
        "mobile=8613812345678",
        "手机号13812345678无效"
      })
  @Provokes(FaultRow.S7)
  void a_mobile_is_masked_however_feishu_quotes_it(String msg) {
    assertThatNothingShows(BY_MOBILE, msg, "12345");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+6591234567 is invalid", "6591234567 is invalid"})
  @Provokes(FaultRow.S7)
  void a_mobile_from_abroad_is_masked_however_feishu_quotes_it(String msg) {
    assertThatNothingShows(ABROAD, msg, "912345");
  }

  private void assertThatNothingShows(EmployeeQuery query, String msg, String part) {
    try (LogLines log = LogLines.ofAll()) {
      feishu.next(answer(400, "{\"code\":4711,\"msg\":\"%s\"}".formatted(msg)));

      FeishuException failure = failure(query);

      assertThat(failure.explanation().en() + failure.explanation().zhCn())
          .contains(query.address().masked())
          .doesNotContainIgnoringCase(part);
      assertThat(log.events())
          .extracting(event -> event.getFormattedMessage())
          .anyMatch(
              line ->
                  line.startsWith("Call batch_get_id") && line.contains(query.address().masked()))
          .filteredOn(line -> line.startsWith("Call "))
          .singleElement()
          .asString()
          .doesNotContainIgnoringCase(part);
    }
  }

  private FeishuException failure(EmployeeQuery query) {
    return catchThrowableOfType(
        FeishuException.class, () -> connection.call(UserIdsEndpoint.INSTANCE, query));
  }

  private static Act list(String... entries) {
    return data("{\"user_list\":[%s]}".formatted(String.join(",", entries)));
  }

  private static Act data(String data) {
    return answer(200, "{\"code\":0,\"msg\":\"success\",\"data\":%s}".formatted(data));
  }

  private static Act answer(int status, String body) {
    return Act.answer(status, "X-Tt-Logid: log\r\n", body.getBytes(UTF_8));
  }
}
