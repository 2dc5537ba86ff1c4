package io.remedyflow.feishu.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.attendance.AllowedRemediesEndpoint;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which of its meanings a code has, by Feishu's message. */
class MeaningByMessageTest {

  private static final ErrorCodes CODES = AllowedRemediesEndpoint.INSTANCE.codes();

  static List<MeaningByMessage> rules() {
    return CODES.rules();
  }

  @ParameterizedTest
  @CsvSource({
    "1227500, [BatchGetLarkIDByOpenID] not find user larkID, EMPLOYEE_UNKNOWN",
    "1227500, Not found user, EMPLOYEE_UNKNOWN",
    "1227500, param is invalis, SHIFT_SERVICE_ERROR",
    "1227500, get shift failed, SHIFT_SERVICE_ERROR",
    "1227500, '', SHIFT_SERVICE_ERROR",
    "1225000, internal server error, INTERNAL_ERROR",
    "1225000, param is invalis, INTERNAL_ERROR",
    "1225000, auth no permission, INTERNAL_ERROR",
    "1225000, user_id is not exist or does not have permission, EMPLOYEE_UNKNOWN",
    "1225000, employee_type invalid, PARAMETER_INVALID",
    "1225000, invalid remedy_date, PARAMETER_INVALID",
    "1226500, UserID not exists, EMPLOYEE_UNKNOWN",
    "1220004, user_id is not exist or does not have permission, EMPLOYEE_UNKNOWN",
    "1220004, internal server error, INTERNAL_ERROR",
    "1220001, internal error, INTERNAL_ERROR",
    "1220001, employee_type invalid, PARAMETER_INVALID",
    "1220600, auth no permission, NO_PERMISSION",
    "1220600, Auth No Permission for this operator, NO_PERMISSION",
    "1220600, no row affected, INTERNAL_ERROR",
    "1220600, name or employee_no invalid, EMPLOYEE_UNKNOWN",
    "1220600, rule not exist, GENERIC",
    "1220600, shift does not exist, GENERIC",
    "1220600, '', GENERIC",
    "9499, too many request, RATE_LIMITED",
    "9499, Too_Many_Requests!, RATE_LIMITED",
    "9499, invalid parameter, INVALID_FIELD",
    "2200, request trigger frequency limit, RATE_LIMITED",
    "2200, Internal Error, PLATFORM_ERROR_2200",
    "1225000, qps limit reached, RATE_LIMITED",
    "99992402, 请求过于频繁, RATE_LIMITED",
    "1220600, operate too much flow (<= 50), GENERIC",
    "1226504, no user found, QUOTA_USED_UP",
    "1226501, too many requests, NOT_NEEDED",
    "99991403, too many requests this month, MONTHLY_QUOTA_USED_UP"
  })
  @Provokes({FaultRow.C6, FaultRow.C8})
  void a_code_of_several_meanings_is_distinguished_by_its_message(
      int code, String msg, String meant) {
    assertThat(CODES.meant(code, msg)).map(FeishuErrorCode::name).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"4711, user not found", "4711, ''", "0, too many requests"})
  void success_and_an_unknown_code_mean_nothing(int code, String msg) {
    assertThat(CODES.meant(code, msg)).isEmpty();
  }

  @Test
  void an_unknown_code_that_speaks_of_a_rate_limit_is_one() {
    assertThat(CODES.meant(4711, "Rate limit exceeded"))
        .contains(CODES.get(GeneralErrorCodes.RATE_LIMITED));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void what_a_code_is_read_as_is_never_an_answer_nor_the_code_itself(MeaningByMessage rule) {
    FeishuErrorCode meant = CODES.get(rule.meant());
    assertThat(meant.category()).isNotIn(Category.ANSWER, Category.SUCCESS);
    assertThat(
            CODES.rows().stream()
                .filter(code -> rule.codes().contains(code.first()))
                .map(code -> CODES.meant(code.first(), rule.example()).orElseThrow()))
        .as("what its example means")
        .containsOnly(meant);
    assertThat(CODES.rows().stream().filter(code -> rule.codes().contains(code.first())))
        .isNotEmpty()
        .doesNotContain(meant)
        .noneMatch(code -> code.category() == Category.ANSWER);
  }
}
