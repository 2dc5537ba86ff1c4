package io.remedyflow.feishu.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.camunda.tasks.FeishuTasks;
import io.remedyflow.feishu.client.Endpoint;
import io.remedyflow.plugin.config.Operations;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
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
  private static final List<Endpoint<?, ?>> ENDPOINTS =
      FeishuTasks.ALL.stream()
          .flatMap(task -> Operations.ALL.of(task.requestType()).endpoints().stream())
          .distinct()
          .toList();
  private static final ErrorCodes CODES = new ErrorCodes(rows(), rules());
  private static final Pattern SCOPE =
      Pattern.compile(
          ENDPOINTS.stream()
              .map(Endpoint::scope)
              .distinct()
              .sorted(Comparator.reverseOrder())
              .map(Pattern::quote)
              .collect(Collectors.joining("|")));
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

  /** The rows of all endpoints, attendance's own first. */
  private static List<FeishuErrorCode> rows() {
    Map<Integer, FeishuErrorCode> rows = new LinkedHashMap<>();
    ENDPOINTS.forEach(it -> it.codes().rows().forEach(row -> rows.putIfAbsent(row.first(), row)));
    return rows.values().stream()
        .sorted(Comparator.comparing(row -> isAttendance(row) ? row.first() : Integer.MAX_VALUE))
        .toList();
  }

  private static boolean isAttendance(FeishuErrorCode row) {
    return row.first() / 10_000 == 122;
  }

  /** The rules of all endpoints, each for all codes to which an endpoint applies it. */
  private static List<MeaningByMessage> rules() {
    Map<String, MeaningByMessage> rules = new LinkedHashMap<>();
    for (Endpoint<?, ?> endpoint : ENDPOINTS) {
      for (MeaningByMessage rule : endpoint.codes().rules()) {
        rules.merge(
            rule.name(),
            rule,
            (one, other) -> one.and(new TreeSet<>(other.codes()).toArray(Integer[]::new)));
      }
    }
    return List.copyOf(rules.values());
  }

  /** Which endpoints have a row or a rule. */
  private static String where(Predicate<ErrorCodes> has, Language language) {
    List<Endpoint<?, ?>> having = ENDPOINTS.stream().filter(it -> has.test(it.codes())).toList();
    if (having.equals(ENDPOINTS)) {
      return new BilingualText("all", "全部").in(language);
    }
    if (having.equals(those(it -> it.scope().startsWith("attendance:")))) {
      return new BilingualText("attendance", "考勤").in(language);
    }
    assertThat(having).isEqualTo(those(it -> !it.isRepeatable()));
    return new BilingualText("those that write", "写入类").in(language);
  }

  private static List<Endpoint<?, ?>> those(Predicate<Endpoint<?, ?>> kind) {
    return ENDPOINTS.stream().filter(kind).toList();
  }

  private static String table(Language language) {
    String head =
        language == Language.EN
            ? "| Code | Endpoints | Category | Meaning | What to do |\n"
            : "| 错误码 | 接口 | 归类 | 含义 | 处理建议 |\n";
    return CODES.rows().stream()
        .map(
            row ->
                "| %s | %s | %s | %s | %s |\n"
                    .formatted(
                        codes(row),
                        where(codes -> codes.find(row.first()).isPresent(), language),
                        category(row, language),
                        cell(row.meaning().in(language)),
                        cell(row.advice().in(language))))
        .collect(Collectors.joining("", head + "| --- | --- | --- | --- | --- |\n", ""));
  }

  private static String messages(Language language) {
    String head =
        language == Language.EN
            ? "| Codes | Message, such as | Read as | Endpoints |\n"
            : "| 错误码 | 返回信息示例 | 按此错误码处理 | 接口 |\n";
    String unknown = language == Language.EN ? "any unknown code" : "任何未收录的错误码";
    return CODES.rules().stream()
        .map(
            rule ->
                "| %s | %s | %s | %s |\n"
                    .formatted(
                        Stream.concat(
                                CODES.rows().stream()
                                    .filter(code -> rule.codes().contains(code.first()))
                                    .map(ErrorCodeTableTest::codes),
                                rule.unknownCodesToo() ? Stream.of(unknown) : Stream.empty())
                            .collect(Collectors.joining(language == Language.EN ? ", " : "、")),
                        "`" + rule.example() + "`",
                        codes(CODES.get(rule.meant())),
                        where(
                            codes ->
                                codes.rules().stream()
                                    .anyMatch(own -> own.name().equals(rule.name())),
                            language)))
        .collect(Collectors.joining("", head + "| --- | --- | --- | --- |\n", ""));
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
    return URL.matcher(SCOPE.matcher(text.replace("|", "\\|")).replaceAll("`<scope>`"))
        .replaceAll("<$0>");
  }
}
