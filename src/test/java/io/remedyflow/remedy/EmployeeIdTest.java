package io.remedyflow.remedy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmployeeIdTest {

  private static final String CLEF = "\uD834\uDD1E";
  private static final String OPEN_ID = "ou_7d8a6e6df7621556ce0d21922b676706";

  @ParameterizedTest
  @ValueSource(strings = {"a", "abd754f7", "000123", "工号七", "on_call01", "ou_short"})
  void visible_characters_make_an_id(String value) {
    assertThat(new EmployeeId(EmployeeType.EMPLOYEE_ID, value).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @EnumSource(EmployeeType.class)
  @Provokes(FaultRow.I1)
  void an_id_has_one_to_sixty_four_visible_characters(EmployeeType type) {
    assertThat(new EmployeeId(type, CLEF.repeat(64)).value()).hasSize(128);

    assertThat(rejection(type, CLEF.repeat(65)).explanation().en()).contains("65 characters");
    assertThat(rejection(type, " ").explanation().en()).contains("is empty");
    assertThat(rejection(type, "a\u200Bb").explanation().en()).contains("invisible character");
    assertThat(rejection(type, "a b").explanation().zhCn()).contains("空格");
  }

  @ParameterizedTest
  @CsvSource({
    "ou_7d8a6e6df7621556ce0d21922b676706, open_id",
    "on_cad4860e7af114fb4ff6c5d496d1dd76, union_id"
  })
  @Provokes(FaultRow.I1)
  void an_id_of_another_kind_is_rejected_and_named_but_not_repeated(String value, String kind) {
    var rejection = rejection(EmployeeType.EMPLOYEE_ID, value);

    assertThat(rejection.explanation().en()).contains(kind).doesNotContain(value);
    assertThat(rejection.explanation().zhCn()).contains(kind).doesNotContain(value);
  }

  @Test
  void an_employee_number_is_chosen_freely() {
    assertThat(new EmployeeId(EmployeeType.EMPLOYEE_NO, OPEN_ID).value()).isEqualTo(OPEN_ID);
  }

  @ParameterizedTest
  @CsvSource({"late.li, la***", "abcdefghij, abc***", "ab, ***", "工号七八九十, 工号***"})
  void what_is_shown_is_masked(String value, String masked) {
    EmployeeId id = new EmployeeId(EmployeeType.EMPLOYEE_ID, value);

    assertThat(id.masked()).isEqualTo(masked);
    assertThat(id.toString()).doesNotContain(value).contains("***");
  }

  @Test
  void ids_of_different_types_are_different() {
    assertThat(new EmployeeId(EmployeeType.EMPLOYEE_ID, "007"))
        .isNotEqualTo(new EmployeeId(EmployeeType.EMPLOYEE_NO, "007"));
  }

  private static RequestRejectedException rejection(EmployeeType type, String value) {
    return catchThrowableOfType(RequestRejectedException.class, () -> new EmployeeId(type, value));
  }
}
