package io.remedyflow.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.camunda.contract.TaskTemplate;
import io.remedyflow.remedy.BilingualText;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppliedVersionsTest {

  private static final BilingualText ANY = new BilingualText("any", "任意");
  private static final TaskTemplate OURS =
      new TaskTemplate("ours", 12, ANY, ANY, List.of(), "", List.of());

  @Test
  void a_task_gets_the_newest_version_and_nothing_else_changes() {
    String task =
        """
        <!-- 5" -->
        <bpmn:serviceTask id="A"  name="a > b"
            camunda:modelerTemplate="ours" camunda:modelerTemplateVersion="%s" camunda:asyncBefore="true" >
        """;

    assertThat(AppliedVersions.newest(task.formatted(3), OURS)).isEqualTo(task.formatted(12));
  }

  @Test
  void the_order_of_the_attributes_does_not_matter() {
    String task =
        "<bpmn:sendTask camunda:modelerTemplateVersion=\"%s\" camunda:modelerTemplate=\"ours\" />";

    assertThat(AppliedVersions.newest(task.formatted(3), OURS)).isEqualTo(task.formatted(12));
  }

  @Test
  void a_task_of_another_template_stays_as_it_is() {
    String tasks =
        """
        <bpmn:task camunda:modelerTemplate="ours.too" camunda:modelerTemplateVersion="3" />
        <bpmn:task camunda:modelerTemplate="ours" /><bpmn:task camunda:modelerTemplateVersion="3" />
        """;

    assertThat(AppliedVersions.newest(tasks, OURS)).isEqualTo(tasks);
  }
}
