package io.remedyflow.designer;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.camunda.contract.Binding;
import io.remedyflow.camunda.contract.CommonFields;
import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.camunda.contract.TaskField;
import io.remedyflow.camunda.tasks.FeishuTasks;
import io.remedyflow.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the Modeler's problems panel says of each task of the catalogue. */
class TaskHintsTest {

  /**
   * A task that is right but for one field.
   *
   * @param says words of the hint in English; blank where there is none
   */
  private record Case(TaskContract task, String field, String value, String says) {

    String file() {
      return "%s %s %s.bpmn"
          .formatted(task.beanName(), field, Integer.toHexString(Objects.hash(value)));
    }
  }

  private static final String OPEN_ID = "ou_7dab8a3d3cdcc9da365777c7ad535d62";

  private static final List<Case> CASES = new ArrayList<>();

  private static final Map<Template, Map<String, List<HintsTest.Hint>>> HINTS =
      new EnumMap<>(Template.class);

  @TempDir static Path folder;

  private static void of(String task, String field, String value, String says) {
    CASES.add(new Case(contract(task), field, value, says));
  }

  static {
    for (FeishuTask<?, ?> task : FeishuTasks.ALL) {
      of(task.beanName(), "feishuConnection", "", "");
      of(task.beanName(), "feishuConnection", "our subsidiary", "no name of a connection");
      of(task.beanName(), "onRejection", "Continue", "none of incident, continue, bpmnError");
      for (TaskField field : task.contract().inputs()) {
        if (field.required() && field.choices().isEmpty()) {
          of(task.beanName(), field.name(), " ", field.label().en() + " is missing");
        }
        of(task.beanName(), field.name(), "${f(", "cannot be read");
      }
    }
    of("findEmployee", "email", " ", "neither an e-mail nor a mobile");
    of("findEmployee", "email", "li.chi", "Give an e-mail such as");
    of("findEmployee", "email", "{email}", "${…}");
    of("findEmployee", "mobile", "${mobile}", "");
    of("findEmployee", "mobile", "13812345678", "");
    of("findEmployee", "includeResigned", "maybe", "none of false, true");
    of("startRemedyApproval", "punch", "0-2", "");
    of("startRemedyApproval", "punch", "first", "Give the value of a punch");
    of("startRemedyApproval", "remedySlots", "remedySlots", "Give an expression, or nothing");
    of("startRemedyApproval", "remedySlots", "", "");
    of("startRemedyApproval", "remedyTime", "09:00", "Give a time such as");
    of("startRemedyApproval", "reason", "The badge (white) stayed at home", "");
    of("reportRemedyDecision", "decision", "approved", "none of approve, reject, revoke");
    of("reportRemedyDecision", "decision", "revoke", "");
    of("reportRemedyDecision", "remedyApprovalId", "two words", "Give the ID of an approval");
    of("findRemedies", "userId", "a, b，c", "");
    of("findRemedies", "userId", "[\"a\",\"b\"]", "");
    of("findRemedies", "userId", "a, two words", "no ID of an employee");
    of("findRemedies", "userId", "a, " + OPEN_ID, "open_id");
    of("findRemedies", "from", "2021-02-30", "no day");
    of("findRemedies", "to", "20210131", "");
    of("findRemedies", "states", "PENDING, APPROVED", "");
    of("findRemedies", "states", "OPEN", "Give states such as");
  }

  private static TaskContract contract(String task) {
    return FeishuTasks.ALL.stream()
        .filter(one -> one.beanName().equals(task))
        .findFirst()
        .orElseThrow()
        .contract();
  }

  @BeforeAll
  static void lint() throws IOException {
    List<Object> arguments = new ArrayList<>();
    for (FeishuTask<?, ?> task : FeishuTasks.ALL) {
      arguments.add(file(task.beanName() + ".bpmn", model(task.contract(), null)));
    }
    for (Case wrong : CASES) {
      arguments.add(file(wrong.file(), model(wrong.task(), wrong)));
    }
    arguments.add(file("compensation.bpmn", compensation()));
    for (Template language : Template.values()) {
      arguments.add(0, language.language());
      HINTS.put(
          language,
          new ObjectMapper()
              .readValue(
                  DesignerTools.node("hints.mjs", arguments.toArray()), new TypeReference<>() {}));
      arguments.remove(0);
    }
  }

  private static Path file(String name, String xml) throws IOException {
    return Files.writeString(folder.resolve(name), xml);
  }

  private static List<HintsTest.Hint> hints(Template language, String file) {
    return HINTS.get(language).get(folder.resolve(file).toString());
  }

  @ParameterizedTest
  @EnumSource
  void a_task_that_is_filled_in_as_the_template_shows_gets_no_hint(Template language) {
    assertThat(FeishuTasks.ALL)
        .allSatisfy(task -> assertThat(hints(language, task.beanName() + ".bpmn")).isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void one_mistake_is_one_hint_that_leads_to_its_field(Template language) {
    assertThat(CASES)
        .allSatisfy(
            wrong -> {
              List<HintsTest.Hint> hints = hints(language, wrong.file());
              if (wrong.says().isEmpty()) {
                assertThat(hints).isEmpty();
                return;
              }
              assertThat(hints).hasSize(1);
              assertThat(hints.get(0).fields())
                  .containsExactly(language.of(wrong.task()).entryId(wrong.field()));
              if (language == Template.EN) {
                assertThat(hints.get(0).message()).contains(wrong.says());
              } else {
                assertThat(hints.get(0).message()).containsPattern("\\p{IsHan}");
              }
            });
  }

  /** The event that throws the compensation can be asynchronous, its handler cannot. */
  @ParameterizedTest
  @EnumSource
  void a_compensation_handler_need_not_be_asynchronous(Template language) {
    assertThat(hints(language, "compensation.bpmn")).isEmpty();
  }

  private static String compensation() {
    return model(contract("reportRemedyDecision"), null)
        .replace(" camunda:asyncBefore=\"true\"", " isForCompensation=\"true\"")
        .replaceAll("<bpmn:sequenceFlow[^>]*>", "");
  }

  /** Start, the task with its template's examples, end. */
  private static String model(TaskContract task, @Nullable Case wrong) {
    String inputs =
        task.fields().stream()
            .filter(field -> field.binding() == Binding.INPUT_PARAMETER)
            .map(
                field ->
                    "<camunda:inputParameter name=\"%s\">%s</camunda:inputParameter>"
                        .formatted(field.name(), escaped(value(task, field, wrong))))
            .collect(joining());
    String outputs =
        task.results().all().stream()
            .map(
                output ->
                    "<camunda:outputParameter name=\"%1$s\">${%1$s}</camunda:outputParameter>"
                        .formatted(output.name()))
            .collect(joining());
    return """
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="drawn">
        <bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>
        <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"/><bpmn:sequenceFlow id="g" sourceRef="t" targetRef="e"/>
        <bpmn:serviceTask id="t" camunda:modelerTemplate="%s" camunda:asyncBefore="true" camunda:delegateExpression="${%s}"><bpmn:extensionElements>
        <camunda:properties><camunda:property name="%s" value="PT10S"/></camunda:properties>
        <camunda:inputOutput>%s%s</camunda:inputOutput></bpmn:extensionElements></bpmn:serviceTask></bpmn:process></bpmn:definitions>
        """
        .formatted(
            task.template().id(), task.beanName(), CommonFields.RETRY_CYCLE, inputs, outputs);
  }

  private static String value(TaskContract task, TaskField field, @Nullable Case wrong) {
    if (wrong != null && field.name().equals(wrong.field())) {
      return wrong.value();
    }
    if (field.value() != null) {
      return field.value();
    }
    boolean given = field.required() || field.name().equals("email");
    return given && task.inputs().contains(field)
        ? Objects.requireNonNullElse(field.placeholder(), "")
        : "";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
