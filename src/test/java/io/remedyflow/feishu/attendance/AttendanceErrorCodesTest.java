package io.remedyflow.feishu.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.remedyflow.feishu.answer.Category;
import io.remedyflow.feishu.answer.FeishuErrorCode;
import io.remedyflow.remedy.DenialReason;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AttendanceErrorCodesTest {

  static List<FeishuErrorCode> rows() {
    return AllowedRemediesEndpoint.INSTANCE.codes().rows();
  }

  @ParameterizedTest
  @CsvSource({
    "1226501, NOT_NEEDED",
    "1226502, NOT_ALLOWED",
    "1226503, OUT_OF_RANGE",
    "1226504, QUOTA_USED_UP"
  })
  void an_answer_that_says_no_says_why(int code, DenialReason reason) {
    assertThat(RemedyAnswers.denial(code)).isEqualTo(reason);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void only_answers_carry_a_denial(FeishuErrorCode row) {
    if (row.category() == Category.ANSWER) {
      assertThat(row.name()).isEqualTo(RemedyAnswers.denial(row.first()).name());
    } else {
      assertThatIllegalArgumentException().isThrownBy(() -> RemedyAnswers.denial(row.first()));
    }
  }
}
