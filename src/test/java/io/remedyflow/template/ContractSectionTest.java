package io.remedyflow.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.camunda.tasks.FetchAllowedRemedies;
import io.remedyflow.remedy.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractSectionTest {

  private static final TaskContract FIRST = FetchAllowedRemedies.TASK.contract();

  /** The first task by another name, which the page does not have. */
  private static final TaskContract SECOND =
      new TaskContract("second", FIRST.template(), FIRST.inputs(), FIRST.results(), FIRST.errors());

  private static final String PAGE = new ContractSection(FIRST, Language.EN).in("# Contract\n");

  @ParameterizedTest
  @CsvSource({"EN, Fetch allowed remedy times", "ZH_CN, 获取可补卡时间"})
  void a_page_without_a_task_gets_a_section_with_all_its_tables(Language language, String heading) {
    String page = new ContractSection(SECOND, language).in(PAGE);

    assertThat(page).startsWith(PAGE + "\n## " + heading + "\n\n");
    assertThat(page.substring(PAGE.length()))
        .contains(
            "<!-- made from the contract: task of second -->\n\n| | |",
            "<!-- made from the contract: inputs of second -->\n\n| ",
            "<!-- made from the contract: outputs of second -->\n\n| ",
            "<!-- made from the contract: remedySlots of second -->\n\n",
            "<!-- made from the contract: statuses of second -->\n\n| ",
            "<!-- made from the contract: faults of second -->\n\n| ")
        .endsWith(" |\n\n<!-- end -->\n");
  }

  @Test
  void a_page_that_has_its_tables_stays_as_it_is() {
    String page = new ContractSection(SECOND, Language.EN).in(PAGE);

    assertThat(new ContractSection(SECOND, Language.EN).in(page)).isEqualTo(page);
    assertThat(new ContractSection(FIRST, Language.EN).in(page)).isEqualTo(page);
  }

  @Test
  void a_table_without_its_marks_is_named_with_them() {
    String page =
        PAGE.replace("<!-- made from the contract: faults of fetchAllowedRemedies -->", "");

    assertThatThrownBy(() -> new ContractSection(FIRST, Language.EN).in(page))
        .hasMessageContaining(
            "Add the lines '<!-- made from the contract: faults of fetchAllowedRemedies -->' and '<!-- end -->'")
        .hasMessageContaining("| `bpmnError` |");
  }
}
