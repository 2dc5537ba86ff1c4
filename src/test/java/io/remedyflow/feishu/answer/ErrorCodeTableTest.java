package io.remedyflow.feishu.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.feishu.attendance.AllowedRemediesEndpoint;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The documents say of every code what the code says. */
class ErrorCodeTableTest {

  private static final String BEGIN = "<!-- table:begin, written by ErrorCodeTableTest -->\n";
  private static final String END = "<!-- table:end -->\n";
  private static final String MESSAGES_BEGIN =
      "<!-- messages:begin, written by ErrorCodeTableTest -->\n";
  private static final String MESSAGES_END = "<!-- messages:end -->\n";
  private static final ErrorCodes CODES = AllowedRemediesEndpoint.INSTANCE.codes();
  private static final Pattern URL = Pattern.compile("https://[\\w./#-]*[\\w/#-]");

  @ParameterizedTest
  @EnumSource(Language.class)
  void the_page_of_codes_holds_the_table_of_the_code(Language language) throws IOException {
    assertHolds(language, BEGIN, END, table(language));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void the_page_of_codes_holds_the_messages_that_decide(Language language) throws IOException {
    assertHolds(language, MESSAGES_BEGIN, MESSAGES_END, messages(language));
  }

  private static void assertHolds(Language language, String first, String last, String table)
      throws IOException {
    Path page =
        Path.of("src/docs/reference", language == Language.EN ? "codes.md" : "codes.zh-CN.md");
    String text = Files.readString(page);
    assertThat(text).as("the markers in %s", page).contains(first, last);
    int begin = text.indexOf(first) + first.length();
    int end = text.indexOf(last);

    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(page, text.substring(0, begin) + table + text.substring(end));
    } else {
      assertThat(text.substring(begin, end))
          .as(
              "the table in %s; to write it anew: mvn test -Dtest=ErrorCodeTableTest -Ddocs.write=true",
              page)
          .isEqualTo(table);
    }
  }

  private static String table(Language language) {
    String head =
        language == Language.EN
            ? "| Code | Category | Meaning | What to do |\n"
            : "| 错误码 | 归类 | 含义 | 处理建议 |\n";
    return CODES.rows().stream()
        .map(
            row ->
                "| %s | %s | %s | %s |\n"
                    .formatted(
                        codes(row),
                        category(row, language),
                        cell(row.meaning().in(language)),
                        cell(row.advice().in(language))))
        .collect(Collectors.joining("", head + "| --- | --- | --- | --- |\n", ""));
  }

  private static String messages(Language language) {
    String head =
        language == Language.EN
            ? "| Codes | Message, such as | Read as |\n"
            : "| 错误码 | 返回信息示例 | 按此错误码处理 |\n";
    String unknown = language == Language.EN ? "any unknown code" : "任何未收录的错误码";
    return CODES.rules().stream()
        .map(
            rule ->
                "| %s | %s | %s |\n"
                    .formatted(
                        Stream.concat(
                                CODES.rows().stream()
                                    .filter(code -> rule.codes().contains(code.first()))
                                    .map(ErrorCodeTableTest::codes),
                                rule.unknownCodesToo() ? Stream.of(unknown) : Stream.empty())
                            .collect(Collectors.joining(language == Language.EN ? ", " : "、")),
                        "`" + rule.example() + "`",
                        codes(CODES.get(rule.meant()))))
        .collect(Collectors.joining("", head + "| --- | --- | --- |\n", ""));
  }

  private static String codes(FeishuErrorCode row) {
    return row.first() == row.last()
        ? "`%d`".formatted(row.first())
        : "`%d`–`%d`".formatted(row.first(), row.last());
  }

  /** The code's own category, and those to which its message may move it. */
  private static String category(FeishuErrorCode row, Language language) {
    return Stream.concat(
            Stream.of(row.category()),
            CODES.rules().stream()
                .filter(rule -> rule.codes().contains(row.first()))
                .map(rule -> CODES.get(rule.meant()).category()))
        .distinct()
        .map(category -> words(row, category).in(language))
        .collect(Collectors.joining(" / "));
  }

  private static BilingualText words(FeishuErrorCode row, Category category) {
    return switch (category) {
      case SUCCESS -> throw new IllegalArgumentException("success has no row");
      case ANSWER -> {
        String status = row.name();
        yield new BilingualText("answer: `" + status + "`", "答复：`" + status + "`");
      }
      case REJECTION -> new BilingualText("rejection", "请求有误");
      case TRANSIENT_FAILURE -> new BilingualText("transient failure", "暂时性故障");
      case RATE_LIMITED -> new BilingualText("rate limited", "限流");
      case STALE_TOKEN -> new BilingualText("stale token", "凭证失效");
      case PERMANENT_FAILURE -> new BilingualText("permanent failure", "永久性故障");
    };
  }

  private static String cell(String text) {
    return URL.matcher(text.replace("|", "\\|")).replaceAll("<$0>");
  }
}
