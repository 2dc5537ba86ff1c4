package io.remedyflow.remedy.employee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.RequestRejectedException;
import io.remedyflow.remedy.employee.EmployeeAddress.Email;
import io.remedyflow.remedy.employee.EmployeeAddress.Mobile;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as people write them. */
class EmployeeAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "li.chi@example.com",
        "  li.chi@example.com\n",
        "Li.Chi@Example.COM",
        "LI.CHI@EXAMPLE.COM",
        "li.chi @ example.com",
        "ｌｉ．ｃｈｉ＠ｅｘａｍｐｌｅ．ｃｏｍ",
        "\u3000li.chi@example.com\u3000",
        "li.chi\u200B@example.com",
        "\uFEFFli.chi@example.com",
        "\u202Ali.chi@example.com\u202C"
      })
  void an_email_is_read_as_people_write_it(String written) {
    assertThat(Email.of(written)).isEqualTo(new Email("li.chi@example.com"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a+b@example.com", "o'neil@example.co.uk", "李@例子.中国", "x@localhost"})
  void an_email_may_look_unusual(String written) {
    assertThat(Email.of(written).value()).isEqualTo(written);
  }

  @Test
  void capitals_of_any_locale_are_lowered_in_the_same_way() {
    var before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertThat(Email.of("LI@EXAMPLE.COM").value()).isEqualTo("li@example.com");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "li.chi",
        "@example.com",
        "li.chi@",
        "li@chi@example.com",
        "li.chi@example.com, qian@example.com",
        "13812345678"
      })
  void what_is_not_one_email_is_rejected_and_is_not_repeated(String written) {
    var rejection = catchThrowableOfType(RequestRejectedException.class, () -> Email.of(written));

    assertThat(rejection.explanation().en())
        .isEqualTo(
            "The e-mail is not a valid address. Enter one address such as li.chi@example.com.");
    assertThat(rejection.explanation().zhCn()).startsWith("邮箱地址无效");
  }

  @Test
  void an_email_of_254_characters_is_allowed_and_one_more_is_not() {
    String domain = "@example.com";

    assertThat(Email.of("x".repeat(254 - domain.length()) + domain).value()).hasSize(254);
    assertThat(
            catchThrowableOfType(
                RequestRejectedException.class,
                () -> Email.of("x".repeat(255 - domain.length()) + domain)))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "13812345678",
        " 138 1234 5678 ",
        "138-1234-5678",
        "138–1234—5678",
        "138.1234.5678",
        "+8613812345678",
        "+86 138 1234 5678",
        "+86-138-1234-5678",
        "(+86) 138-1234-5678",
        "（＋８６）１３８ １２３４ ５６７８",
        "008613812345678",
        "0086 138 1234 5678",
        "8613812345678",
        "86-13812345678",
        "１３８１２３４５６７８",
        "\u202A13812345678\u202C",
        "138\u00A01234\u30005678"
      })
  void a_mobile_of_mainland_china_is_read_as_people_write_it(String written) {
    assertThat(Mobile.of(written)).isEqualTo(new Mobile("13812345678"));
  }

  @ParameterizedTest
  @CsvSource({
    "+65 9123 4567, +6591234567",
    "0065 9123 4567, +6591234567",
    "+1 (212) 555-0100, +12125550100",
    "＋８５２ ９１２３ ４５６７, +85291234567",
    "+852-9123-4567, +85291234567"
  })
  void a_mobile_from_abroad_keeps_its_country(String written, String value) {
    assertThat(Mobile.of(written)).isEqualTo(new Mobile(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "+",
        "91234567",
        "12812345678",
        "1381234567",
        "138123456789",
        "86138123456789",
        "+0123456789",
        "+65 123",
        "+1234567890123456",
        "13812345678, 13912345678",
        "138x1234y5678",
        "١٣٨١٢٣٤٥٦٧٨",
        "li.chi@example.com"
      })
  void what_is_not_one_mobile_is_rejected_and_is_not_repeated(String written) {
    var rejection = catchThrowableOfType(RequestRejectedException.class, () -> Mobile.of(written));

    assertThat(rejection.explanation().en())
        .startsWith("The mobile is not a valid number. Enter eleven digits for mainland China")
        .doesNotContain("1381");
    assertThat(rejection.explanation().zhCn()).startsWith("手机号无效");
  }

  @ParameterizedTest
  @CsvSource({"13812345678, 8613812345678", "+6591234567, 6591234567"})
  void a_mobile_has_one_international_form(String value, String international) {
    assertThat(new Mobile(value).international()).isEqualTo(international);
  }

  @Test
  void only_the_form_that_feishu_knows_can_be_made_directly() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Email("li chi@example.com"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Mobile("8613812345678"));
  }

  @Test
  void what_is_shown_is_masked() {
    var email = new Email("li.chi@example.com");
    var clef = new Email("\uD834\uDD1E@example.com");
    var mobile = new Mobile("13812345678");
    var abroad = new Mobile("+6591234567");

    assertThat(email.masked()).isEqualTo("l***@example.com");
    assertThat(clef.masked()).isEqualTo("\uD834\uDD1E***@example.com");
    assertThat(mobile.masked()).isEqualTo("13***78");
    assertThat(abroad.masked()).isEqualTo("+65***67");
    assertThat(email).hasToString(email.masked());
    assertThat(mobile).hasToString(mobile.masked());
    assertThat(new EmployeeQuery(mobile, true).toString()).doesNotContain("12345");
    assertThat(new EmployeeQuery(email, false).maskedSubject()).isEqualTo("l***@example.com");
    assertThat(new EmployeeQuery(email, false).subject()).isEqualTo("li.chi@example.com");
  }

  @Test
  void no_outcome_shows_the_employee() {
    assertThat(new EmployeeOutcome.Found("late.li", "log")).hasToString("Found[logId=log]");
    assertThat(
            new EmployeeOutcome.Inactive("late.li", new BilingualText("en", "zh"), "log")
                .toString())
        .doesNotContain("late.li");
  }
}
