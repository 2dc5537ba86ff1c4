package io.remedyflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A page that is there in two languages says the same in both. */
class LanguagesTest {

  private static final String CHINESE = ".zh-CN.md";
  private static final Pattern CODE_SPAN = Pattern.compile("`[^`]+`");

  static List<Path> inChinese() throws IOException {
    try (Stream<Path> pages = Files.walk(Path.of("src/docs"))) {
      return Stream.concat(
              Stream.of(Markdown.CHINESE),
              pages.filter(page -> page.toString().endsWith(CHINESE)).sorted())
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("inChinese")
  void both_have_the_same_sections_code_and_rows(Path page) throws IOException {
    Markdown chinese = Markdown.read(page);
    Markdown english = Markdown.read(english(page));

    assertThat(chinese.headingLevels()).isEqualTo(english.headingLevels());
    assertThat(chinese.codeBlocks()).isEqualTo(english.codeBlocks());
    assertThat(firstCells(chinese)).isEqualTo(firstCells(english));
  }

  @ParameterizedTest
  @MethodSource("inChinese")
  void each_leads_to_the_other(Path page) throws IOException {
    assertThat(Markdown.read(page).targets()).contains(english(page).toAbsolutePath());
    assertThat(Markdown.read(english(page)).targets()).contains(page.toAbsolutePath());
  }

  /** Pictures with words, models and pages are those of the reader's language. */
  @ParameterizedTest
  @MethodSource("inChinese")
  void a_page_leads_to_what_is_in_its_language(Path page) throws IOException {
    assertThat(Markdown.read(page).targets())
        .filteredOn(target -> !target.equals(english(page).toAbsolutePath()))
        .filteredOn(target -> !target.equals(inChinese(target)))
        .allSatisfy(target -> assertThat(inChinese(target)).doesNotExist());
    assertThat(Markdown.read(english(page)).targets())
        .filteredOn(target -> !target.equals(page.toAbsolutePath()))
        .allSatisfy(target -> assertThat(target.toString()).doesNotEndWith(CHINESE));
  }

  private static Path english(Path page) {
    return Path.of(page.toString().replace(CHINESE, ".md"));
  }

  /** What a page or picture would be called if there was one in Chinese. */
  private static Path inChinese(Path target) {
    return Path.of(
        target
            .toString()
            .replace("-zh-CN.png", ".png")
            .replace(CHINESE, ".md")
            .replaceFirst("(-en)?[.]png$", "-zh-CN.png")
            .replaceFirst("[.]md$", CHINESE));
  }

  /** What stands as code in the first cell; the words around it are the language's own. */
  private static List<List<String>> firstCells(Markdown page) {
    return page.tableRows().stream()
        .map(row -> row.isEmpty() ? "`end of table`" : row.get(0))
        .map(cell -> CODE_SPAN.matcher(cell).results().map(MatchResult::group).sorted().toList())
        .toList();
  }
}
