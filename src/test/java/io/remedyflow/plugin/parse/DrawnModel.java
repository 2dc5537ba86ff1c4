package io.remedyflow.plugin.parse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** BPMN as text, for what the model's builder does not offer. */
final class DrawnModel {

  private final String process;
  private final List<String> elements = new ArrayList<>();
  private int flows;

  DrawnModel(String process) {
    this.process = process;
  }

  /** A task of ours that hands the status on under that name. */
  static String fetch(String id, String output) {
    return fetch("serviceTask", id, output(output));
  }

  static String output(String name) {
    return "<camunda:outputParameter name=\"%s\">${remedyStatus}</camunda:outputParameter>"
        .formatted(name);
  }

  /** An element of that kind that runs our delegate in a job of its own. */
  static String fetch(String kind, String id, String parameters) {
    boolean isEvent = kind.endsWith("Event");
    String delegate = "camunda:delegateExpression=\"${fetchAllowedRemedies}\"";
    return """
        <%1$s id="%2$s" camunda:asyncBefore="true" %3$s>
          <extensionElements><camunda:inputOutput>
            <camunda:inputParameter name="userId">late.li</camunda:inputParameter>
            <camunda:inputParameter name="remedyDate">2024-01-05</camunda:inputParameter>%4$s
          </camunda:inputOutput></extensionElements>%5$s
        </%1$s>
        """
        .formatted(
            kind,
            id,
            isEvent ? "" : delegate,
            parameters,
            isEvent ? "<messageEventDefinition " + delegate + "/>" : "");
  }

  static String subprocess(String id, String extensions, DrawnModel inside) {
    return "<subProcess id=\"%s\">%s%s</subProcess>"
        .formatted(id, extensions, String.join("", inside.elements));
  }

  /** Makes variables local to the subprocess that has it. */
  static String empty(String... inputs) {
    return "<extensionElements><camunda:inputOutput>%s</camunda:inputOutput></extensionElements>"
        .formatted(
            String.join(
                "",
                Arrays.stream(inputs)
                    .map("<camunda:inputParameter name=\"%s\"/>"::formatted)
                    .toList()));
  }

  DrawnModel with(String... more) {
    elements.addAll(List.of(more));
    return this;
  }

  /** User tasks, or other elements without anything in them. */
  DrawnModel with(String kind, List<String> ids) {
    ids.forEach(id -> elements.add("<%s id=\"%s\" name=\"%s\"/>".formatted(kind, id, id)));
    return this;
  }

  /** A flow from each to the next. */
  DrawnModel flow(String... ids) {
    for (int i = 1; i < ids.length; i++) {
      elements.add(
          "<sequenceFlow id=\"%s_flow_%d\" sourceRef=\"%s\" targetRef=\"%s\"/>"
              .formatted(process, flows++, ids[i - 1], ids[i]));
    }
    return this;
  }

  String xml() {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="drawn">
          <process id="%s" isExecutable="true">%s</process>
          <message id="message" name="message"/>
        </definitions>
        """
        .formatted(process, String.join("\n", elements));
  }
}
