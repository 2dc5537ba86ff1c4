package io.remedyflow.remedy.employee;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.RequestRejectedException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An address by which an employee is found, in the form that Feishu knows.
 *
 * <p>People write addresses in many ways: with blanks, in capitals, in full-width characters, with
 * or without {@code +86}. Two addresses of one person are equal here if only such things differ.
 */
public sealed interface EmployeeAddress {

  /** As Feishu knows it. */
  String value();

  /** Enough to recognise one's own case, too little to reach a person. */
  String masked();

  /**
   * An e-mail address, in lower case.
   *
   * @param value with one {@code @} and no blanks, at most 254 characters
   */
  record Email(String value) implements EmployeeAddress {

    private static final int AT_MOST = 254;
    private static final Pattern VALID = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");

    /** Checks the form. */
    public Email {
      if (!VALID.matcher(value).matches() || value.length() > AT_MOST) {
        throw new IllegalArgumentException("not an e-mail address");
      }
    }

    /**
     * Reads an e-mail address as people write it.
     *
     * @throws RequestRejectedException if it is not one
     */
    public static Email of(String written) {
      String value = plain(written).toLowerCase(Locale.ROOT);
      if (!VALID.matcher(value).matches() || value.length() > AT_MOST) {
        throw new RequestRejectedException(
            new BilingualText(
                "The e-mail is not a valid address. Enter one address such as li.chi@example.com.",
                "邮箱地址无效。请填写一个邮箱地址，例如 li.chi@example.com。"));
      }
      return new Email(value);
    }

    @Override
    public String masked() {
      int at = value.indexOf('@');
      return value.substring(0, value.offsetByCodePoints(0, 1)) + "***" + value.substring(at);
    }

    @Override
    public String toString() {
      return masked();
    }
  }

  /**
   * A mobile number: eleven digits in mainland China, otherwise with {@code +} and the country's
   * code.
   *
   * @param value without blanks and other separators
   */
  record Mobile(String value) implements EmployeeAddress {

    private static final Pattern VALID = Pattern.compile("1[3-9]\\d{9}|\\+[1-9]\\d{6,14}");
    private static final Pattern SEPARATORS = Pattern.compile("[\\p{Pd}().]");
    private static final Pattern MAINLAND = Pattern.compile("(?:(?:\\+|00)?86)?(1[3-9]\\d{9})");
    private static final Pattern ABROAD = Pattern.compile("(?:\\+|00)([1-9]\\d{6,14})");
    private static final int SHOWN_OF_THE_END = 2;

    /** Checks the form. */
    public Mobile {
      if (!VALID.matcher(value).matches()) {
        throw new IllegalArgumentException("not a mobile number");
      }
    }

    /**
     * Reads a mobile number as people write it.
     *
     * @throws RequestRejectedException if it is not one, or the country's code is missing
     */
    public static Mobile of(String written) {
      String digits = SEPARATORS.matcher(plain(written)).replaceAll("");
      var mainland = MAINLAND.matcher(digits);
      if (mainland.matches()) {
        return new Mobile(mainland.group(1));
      }
      var abroad = ABROAD.matcher(digits);
      if (abroad.matches()) {
        return new Mobile("+" + abroad.group(1));
      }
      throw new RequestRejectedException(
          new BilingualText(
              "The mobile is not a valid number. Enter eleven digits for mainland China, otherwise + and the country code, such as +65 9123 4567.",
              "手机号无效。中国大陆号码请填写 11 位数字，其他地区请以 + 和国家（地区）代码开头，例如 +65 9123 4567。"));
    }

    /** With the country's code, as digits only. */
    public String international() {
      return value.startsWith("+") ? value.substring(1) : "86" + value;
    }

    @Override
    public String masked() {
      int start = value.startsWith("+") ? 3 : 2;
      return value.substring(0, start) + "***" + value.substring(value.length() - SHOWN_OF_THE_END);
    }

    @Override
    public String toString() {
      return masked();
    }
  }

  /** Without blanks and invisible characters, and with ASCII instead of full-width characters. */
  private static String plain(String written) {
    return Normalizer.normalize(written, Normalizer.Form.NFKC).replaceAll("[\\p{Z}\\p{C}\\s]+", "");
  }
}
