package io.remedyflow.feishu.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.feishu.attendance.AllowedRemediesEndpoint;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.testing.Page;
import io.remedyflow.testing.Page.CodeRow;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeishuErrorCodeTest {

  private static final ErrorCodes CODES = AllowedRemediesEndpoint.INSTANCE.codes();

  static List<FeishuErrorCode> rows() {
    return CODES.rows();
  }

  static List<CodeRow> codesOfThePage() {
    return Page.codes();
  }

  @Test
  void the_page_has_twelve_codes() {
    assertThat(codesOfThePage()).hasSize(12);
  }

  @ParameterizedTest
  @MethodSource("codesOfThePage")
  void every_code_of_the_page_stands_in_the_table(CodeRow row) {
    assertThat(CODES.find(row.code())).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "1220001, REJECTION",
    "1220002, STALE_TOKEN",
    "1220004, REJECTION",
    "1220005, PERMANENT_FAILURE",
    "1220600, REJECTION",
    "1225000, TRANSIENT_FAILURE",
    "1226500, TRANSIENT_FAILURE",
    "1226501, ANSWER",
    "1226502, ANSWER",
    "1226503, ANSWER",
    "1226504, ANSWER",
    "1227500, TRANSIENT_FAILURE",
    "99991400, RATE_LIMITED",
    "11232, RATE_LIMITED",
    "99991401, PERMANENT_FAILURE",
    "99991403, PERMANENT_FAILURE",
    "99991201, PERMANENT_FAILURE",
    "99991301, PERMANENT_FAILURE",
    "99991543, PERMANENT_FAILURE",
    "99991661, STALE_TOKEN",
    "99991662, PERMANENT_FAILURE",
    "99991663, STALE_TOKEN",
    "99991664, STALE_TOKEN",
    "99991665, STALE_TOKEN",
    "99991668, STALE_TOKEN",
    "99991671, STALE_TOKEN",
    "99991672, PERMANENT_FAILURE",
    "99991673, PERMANENT_FAILURE",
    "99991676, PERMANENT_FAILURE",
    "99991677, STALE_TOKEN",
    "99991679, PERMANENT_FAILURE",
    "99992351, REJECTION",
    "99992360, REJECTION",
    "99992364, REJECTION",
    "99992381, REJECTION",
    "99992402, REJECTION",
    "9499, REJECTION",
    "10003, PERMANENT_FAILURE",
    "10005, PERMANENT_FAILURE",
    "10012, PERMANENT_FAILURE",
    "10013, PERMANENT_FAILURE",
    "10014, PERMANENT_FAILURE",
    "10015, PERMANENT_FAILURE",
    "11207, PERMANENT_FAILURE",
    "11210, PERMANENT_FAILURE",
    "20009, PERMANENT_FAILURE",
    "1500, TRANSIENT_FAILURE",
    "1663, TRANSIENT_FAILURE",
    "1668, TRANSIENT_FAILURE",
    "2200, TRANSIENT_FAILURE",
    "5000, TRANSIENT_FAILURE",
    "10101, TRANSIENT_FAILURE",
    "10500, TRANSIENT_FAILURE"
  })
  void a_code_has_its_category(int code, Category category) {
    assertThat(CODES.find(code)).map(FeishuErrorCode::category).contains(category);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void meaning_and_advice_are_sentences_in_both_languages(FeishuErrorCode row) {
    assertThat(List.of(row.meaning().en(), row.advice().en()))
        .allSatisfy(text -> assertThat(text).matches("[A-Z].{15,}\\."));
    assertThat(List.of(row.meaning().zhCn(), row.advice().zhCn()))
        .allSatisfy(text -> assertThat(text).containsPattern("\\p{IsHan}{2}").endsWith("。"));
  }

  @Test
  void no_code_stands_in_two_rows() {
    assertThat(
            CODES.rows().stream()
                .flatMapToInt(row -> IntStream.rangeClosed(row.first(), row.last()))
                .boxed())
        .doesNotHaveDuplicates();
  }

  @Test
  void success_is_no_error() {
    assertThat(CODES.find(ErrorCodes.OK)).isEmpty();
  }

  @Test
  void a_code_of_an_endpoint_replaces_the_general_one_and_leaves_the_others() {
    FeishuErrorCode own =
        FeishuErrorCode.of(
            "OWN",
            9499,
            Category.ANSWER,
            new BilingualText("own", "own"),
            GeneralErrorCodes.TRY_LATER);

    ErrorCodes codes = GeneralErrorCodes.forScope("a:scope").with(List.of(own), List.of());

    assertThat(codes.find(9499)).contains(own);
    assertThat(codes.rows()).hasSameSizeAs(GeneralErrorCodes.WITHOUT_SCOPE.rows());
    assertThat(codes.get(99991672).category()).isEqualTo(Category.PERMANENT_FAILURE);
  }

  @ParameterizedTest
  @ValueSource(ints = {99991663, 99991672, 99991676, 99991679})
  void a_code_that_speaks_of_the_scope_names_that_of_the_endpoint(int code) {
    BilingualText advice =
        GeneralErrorCodes.forScope("contact:user.id:readonly").get(code).advice();

    assertThat(advice.en()).contains("the scope contact:user.id:readonly");
    assertThat(advice.zhCn()).contains(" contact:user.id:readonly 权限");
    assertThat(GeneralErrorCodes.WITHOUT_SCOPE.get(code).advice().en())
        .doesNotContain("null", "  ");
  }

  @ParameterizedTest
  @CsvSource({
    "99991672, ENDPOINT",
    "99991676, ENDPOINT",
    "99991679, ENDPOINT",
    "99991403, APP",
    "99991401, APP",
    "10014, CREDENTIALS",
    "1220004, EMPLOYEE",
    "99992351, EMPLOYEE",
    "1220005, CALL",
    "99991663, CALL",
    "99991400, CALL"
  })
  void a_code_says_which_other_calls_get_it(int code, Concern concern) {
    assertThat(CODES.get(code).concern()).isEqualTo(concern);
  }
}
