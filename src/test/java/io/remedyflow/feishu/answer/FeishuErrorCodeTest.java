package io.remedyflow.feishu.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.remedy.DenialReason;
import io.remedyflow.testing.Page;
import io.remedyflow.testing.Page.CodeRow;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FeishuErrorCodeTest {

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
    assertThat(FeishuErrorCode.of(row.code())).isPresent();
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
  void a_code_goes_its_lane(int code, Category category) {
    assertThat(FeishuErrorCode.of(code)).map(FeishuErrorCode::category).contains(category);
  }

  @ParameterizedTest
  @CsvSource({
    "1226501, NOT_NEEDED",
    "1226502, NOT_ALLOWED",
    "1226503, OUT_OF_RANGE",
    "1226504, QUOTA_USED_UP"
  })
  void an_answer_that_says_no_says_why(int code, DenialReason reason) {
    assertThat(FeishuErrorCode.of(code)).flatMap(FeishuErrorCode::denial).contains(reason);
  }

  @ParameterizedTest
  @EnumSource(FeishuErrorCode.class)
  void only_answers_carry_a_refusal(FeishuErrorCode row) {
    assertThat(row.denial().isPresent()).isEqualTo(row.category() == Category.ANSWER);
  }

  @ParameterizedTest
  @EnumSource(FeishuErrorCode.class)
  void meaning_and_advice_are_sentences_in_both_languages(FeishuErrorCode row) {
    assertThat(List.of(row.meaning().en(), row.advice().en()))
        .allSatisfy(text -> assertThat(text).matches("[A-Z].{15,}\\."));
    assertThat(List.of(row.meaning().zhCn(), row.advice().zhCn()))
        .allSatisfy(text -> assertThat(text).containsPattern("\\p{IsHan}{2}").endsWith("。"));
  }

  @Test
  void no_code_stands_in_two_rows() {
    assertThat(
            Arrays.stream(FeishuErrorCode.values())
                .flatMapToInt(row -> IntStream.rangeClosed(row.first(), row.last()))
                .boxed())
        .doesNotHaveDuplicates();
  }

  @Test
  void success_is_no_error() {
    assertThat(FeishuErrorCode.of(FeishuErrorCode.OK)).isEmpty();
  }
}
