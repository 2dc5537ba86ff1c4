package io.remedyflow.designer;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * From an empty diagram to a process that branches on Feishu's answer, by hand: drawn, saved,
 * linted, deployed, run.
 */
class FromEmptyDiagramTest {

  private static final String START = "StartEvent_1";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "EN,    true,  Remedy requested, May the punch be remedied?, Choose a punch, Punch chosen, No remedy",
    "EN,    false, Remedy requested, May the punch be remedied?, Choose a punch, Punch chosen, No remedy",
    "ZH_CN, true,  收到补卡申请,      可以补卡吗？,                选择要补的卡,    已选择,       不可补卡"
  })
  void a_process_that_branches_on_the_status(
      Template language,
      boolean plugins,
      String start,
      String question,
      String choose,
      String done,
      String end)
      throws IOException {
    String task = language.newest().title();
    String pictures = language.language() + (plugins ? ".png" : "-without-plugins.png");
    var session = ModelerSession.withTheKit(language);
    if (plugins) {
      session.appendTask(START, language == Template.EN ? "remedy" : "补卡");
    } else {
      session.withoutPlugins().appendPlain(START, "append-task", task).selectTemplate(task);
    }
    var saved =
        session
            .fill("userId", "${userId}")
            .fill("remedyDate", "${remedyDate}")
            .appendPlain(task, "gateway", question)
            .append(question, "User task", choose)
            .appendPlain(question, "end-event", end)
            .condition(question + " -> " + choose, "${remedyStatus == 'AVAILABLE'}")
            .photograph("modeler-condition-" + pictures)
            .makeDefault(question + " -> " + end)
            .rename(question + " -> " + choose, "✓")
            .appendPlain(choose, "end-event", done)
            .rename(START, start)
            .selectNothing()
            .photograph("modeler-finished-" + pictures)
            .save();

    System.out.printf(
        "From an empty diagram to a process that branches, %s, %s: %d clicks, %d keys%n",
        language.language(),
        plugins ? "with the plugins" : "without",
        saved.clicks(),
        saved.keys());
    // As the page for designers describes; a click that the Modeler missed is repeated.
    assertThat(saved.clicks()).isBetween(plugins ? 28 : 30, plugins ? 34 : 36);
    Path diagram = Files.writeString(folder.resolve("drawn.bpmn"), saved.xml());
    assertThat(DesignerTools.node("lint.mjs", diagram)).isEmpty();
    try (var deployed = new DeployedDiagram(saved.xml())) {
      String available =
          deployed.run(Map.of("userId", "forgets.zhang", "remedyDate", "2024-01-05"));
      String notNeeded =
          deployed.run(Map.of("userId", "faultless.zheng", "remedyDate", "2024-01-05"));

      assertThat(deployed.path(available)).contains(question, choose).doesNotContain(end);
      assertThat(deployed.path(notNeeded)).contains(question, end).doesNotContain(choose);
    }
  }
}
