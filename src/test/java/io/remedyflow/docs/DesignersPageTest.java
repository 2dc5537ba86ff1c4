package io.remedyflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.camunda.contract.CommonFields;
import io.remedyflow.camunda.contract.TaskStatus;
import io.remedyflow.camunda.tasks.FeishuTasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What designers read says the same in both languages, and names what the kit has. */
class DesignersPageTest {

  static final List<Path> PAGES = Markdown.both("designers/guide");

  private static final Pattern RULE = Pattern.compile("'(fetch-[a-z-]+)': \\[");
  private static final Pattern PICTURE = Pattern.compile("!\\[([^]]+)]\\(([^)]+)\\)");

  @ParameterizedTest
  @FieldSource("PAGES")
  void every_rule_of_the_kit_is_explained_and_no_other(Path page) throws IOException {
    List<String> rules =
        RULE.matcher(Files.readString(Path.of("src/modeler/remedyflow-lint/client.js")))
            .results()
            .map(rule -> "`remedyflow/" + rule.group(1) + "`")
            .toList();

    assertThat(Markdown.read(page).tableRows())
        .filteredOn(row -> !row.isEmpty() && row.get(0).contains("remedyflow/"))
        .extracting(row -> row.get(0).strip())
        .hasSizeGreaterThan(6)
        .containsExactlyInAnyOrderElementsOf(rules);
  }

  @ParameterizedTest
  @FieldSource("PAGES")
  void the_whole_road_leads_on_from_every_status_of_every_task(Path page) throws IOException {
    Set<String> common = Set.of("REJECTED", "UNAVAILABLE");
    for (FeishuTask<?, ?> task : FeishuTasks.ALL) {
      assertThat(Markdown.read(page).tableRows())
          .filteredOn(row -> row.size() == 3 && row.get(0).contains("`${" + task.beanName() + "}`"))
          .singleElement()
          .satisfies(
              row ->
                  assertThat(row.get(2))
                      .contains(
                          task.contract().results().statuses().stream()
                              .map(TaskStatus::word)
                              .filter(word -> !common.contains(word))
                              .map(word -> "`" + word + "`")
                              .toList()));
    }
  }

  @ParameterizedTest
  @FieldSource("PAGES")
  void the_default_retry_cycle_is_that_of_the_code(Path page) throws IOException {
    assertThat(Markdown.read(page).text())
        .contains(
            "`" + CommonFields.DEFAULT_RETRY_CYCLE + "`",
            "name=\"%s\" value=\"%s\""
                .formatted(CommonFields.RETRY_CYCLE, CommonFields.DEFAULT_RETRY_CYCLE));
  }

  @Test
  void both_languages_show_the_same_pictures_each_in_its_language() throws IOException {
    assertThat(pictures(PAGES.get(1)))
        .isEqualTo(
            pictures(PAGES.get(0)).stream()
                .map(picture -> picture.replace("-en.png", ".png").replace(".png", "-zh-CN.png"))
                .toList());
  }

  private static List<String> pictures(Path page) throws IOException {
    return PICTURE
        .matcher(Files.readString(page))
        .results()
        .map(picture -> picture.group(2))
        .toList();
  }
}
