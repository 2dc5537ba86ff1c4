package io.remedyflow.remedy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import java.time.LocalDate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemedyQueryTest {

  private static final LocalDate DAY = LocalDate.of(2021, 1, 4);
  private static final String CLEF = "\uD834\uDD1E";

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "abd754f7", "E-007", "工号七", "user@example.com", "a.b_c", "é", "on", "oU_1"})
  void visible_characters_make_a_user_id(String userId) {
    assertThat(query(userId).userId()).isEqualTo(userId);
  }

  @Test
  @Provokes(FaultRow.I4)
  void leading_zeros_belong_to_a_job_number() {
    assertThat(query("000123").userId()).isEqualTo("000123");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", "\n\n", "\u2003", "\u3000"})
  void an_empty_user_id_is_rejected_and_says_so(String userId) {
    var rejection = rejection(() -> query(userId));

    assertThat(rejection.explanation().en()).startsWith("The user ID is empty.");
    assertThat(rejection.explanation().zhCn()).startsWith("用户 ID 为空");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "员", CLEF})
  @Provokes(FaultRow.I1)
  void sixty_four_characters_are_allowed_and_one_more_is_not(String character) {
    assertThat(query(character.repeat(64)).userId()).hasSize(64 * character.length());

    var rejection = rejection(() -> query(character.repeat(65)));

    assertThat(rejection.explanation().en()).contains("65 characters").contains("64");
    assertThat(rejection.explanation().zhCn()).contains("65").contains("64");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        " ab",
        "ab ",
        "a\u00A0b",
        "a\u3000b",
        "a\tb",
        "a\r\nb",
        "a\u0000b",
        "a\u0085b",
        "a\u001B[31mb",
        "a\u200Bb",
        "\u200Bab",
        "ab\uFEFF",
        "a\u202Eb",
        "a\u00ADb",
        "a\u2060b",
        "a\u2028b",
        "a\u2029b",
        "a\uE000b",
        "a\uD834b",
        "a\uDD1Eb",
        "\u200B",
      })
  @Provokes(FaultRow.I1)
  void spaces_and_invisible_characters_are_rejected(String userId) {
    var rejection = rejection(() -> query(userId));

    assertThat(rejection.explanation().en()).contains("invisible");
    assertThat(rejection.explanation().zhCn()).contains("不可见");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\u3164b",
        "a\u115Fb",
        "a\u1160b",
        "a\uFFA0b",
        "a\u2800b",
        "a\u034Fb",
        "a\uFE0Fb",
        "a\uDB40\uDD00b",
        "\u3164"
      })
  void letters_and_marks_that_show_nothing_are_invisible_too(String userId) {
    assertThat(rejection(() -> query(userId)).explanation().en()).contains("invisible");
  }

  @ParameterizedTest
  @CsvSource({
    "ou_7dab8a3d3cdcc9da365777c7ad535d62,open_id",
    "ou_7d8a6e6df7621556ce0d21922b676706ccs,open_id",
    "on_94a1ee5551019f18cd73d9f111898cf2,union_id",
    "on_8ed6aa67826108097d9ee143816345,union_id"
  })
  @Provokes(FaultRow.I1)
  void an_open_id_or_union_id_is_rejected_with_what_it_is(String userId, String kind) {
    var rejection = rejection(() -> query(userId));

    assertThat(rejection.explanation().en()).contains(kind).contains("employee_id");
    assertThat(rejection.explanation().zhCn()).contains(kind).contains("employee_id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "on_call01",
        "ou_0012",
        "ou_",
        "on_duty_manager_of_the_night_shift",
        "on_deadbeef",
        "ou_7DAB8A3D3CDCC9DA365777C7AD535D62",
        "on_94a1ee5551019f18cd73d9f111898cf2@example.com",
        "x_ou_7dab8a3d3cdcc9da365777c7ad535d62"
      })
  void an_id_that_only_begins_alike_is_lawful(String userId) {
    assertThat(query(userId).userId()).isEqualTo(userId);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ou_0012", "ou_7dab8a3d3cdcc9da365777c7ad535d62"})
  void an_employee_number_may_look_like_anything(String number) {
    assertThat(new RemedyQuery(EmployeeType.EMPLOYEE_NO, number, DAY).userId()).isEqualTo(number);
  }

  @Test
  void a_denial_never_repeats_the_employee() {
    assertThat(rejection(() -> query("ou_7dab8a3d3cdcc9da365777c7ad535d62")).getMessage())
        .doesNotContain("7dab");
    assertThat(rejection(() -> query("zhang san")).getMessage()).doesNotContain("zhang");
  }

  @Test
  void a_rejection_without_an_error_of_feishu_has_no_code() {
    var rejection = rejection(() -> query(""));

    assertThat(rejection.code()).isNull();
    assertThat(rejection.logId()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-2021-01-04", "0999-12-31", "+10000-01-01", "+292278994-08-17"})
  void a_year_that_has_not_four_digits_is_rejected(String day) {
    assertThat(rejection(() -> queryOn(LocalDate.parse(day))).explanation().en()).contains("year");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1000-01-01", "2021-01-04", "9999-12-31"})
  void past_and_future_days_are_feishus_to_judge(String day) {
    assertThat(queryOn(LocalDate.parse(day)).remedyDate()).isEqualTo(day);
  }

  @Test
  void its_text_hides_the_employee() {
    assertThat(query("abd754f7").toString()).doesNotContain("abd754f7").contains("2021-01-04");
  }

  @Test
  void a_slots_text_hides_the_employee() {
    var slot =
        new RemedySlot(
            "abd754f7", DAY, false, 0, WorkType.ON_DUTY, PunchStatus.LACK, null, null, null);

    assertThat(slot.toString()).doesNotContain("abd754f7").contains("LACK");
  }

  @Test
  void an_answer_without_slots_is_no_answer_with_slots() {
    assertThatThrownBy(() -> new RemedyOutcome.Available(java.util.List.of(), null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Employee_Id", "EMPLOYEE_ID", "employee_id ", "", "user_id"})
  void an_employee_type_is_spelled_exactly(String word) {
    assertThat(EmployeeType.of(word)).isEmpty();
  }

  private static RemedyQuery query(String userId) {
    return new RemedyQuery(EmployeeType.EMPLOYEE_ID, userId, DAY);
  }

  private static RemedyQuery queryOn(LocalDate day) {
    return new RemedyQuery(EmployeeType.EMPLOYEE_NO, "000123", day);
  }

  private static RequestRejectedException rejection(ThrowingCallable call) {
    return catchThrowableOfType(RequestRejectedException.class, call);
  }

  @ParameterizedTest
  @CsvSource({"abd754f7,ab***", "e-0042-0077,e-0***", "007,0***", "a,***", "𠮷𠮷𠮷,𠮷***"})
  void logs_show_the_beginning_of_an_employee_at_the_most(String userId, String masked) {
    var query = new RemedyQuery(EmployeeType.EMPLOYEE_ID, userId, LocalDate.of(2024, 1, 5));

    assertThat(query.maskedSubject()).isEqualTo(masked);
  }
}
