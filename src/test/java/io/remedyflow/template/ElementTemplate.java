package io.remedyflow.template;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remedyflow.camunda.contract.Binding;
import io.remedyflow.camunda.contract.Choice;
import io.remedyflow.camunda.contract.CommonFields;
import io.remedyflow.camunda.contract.FieldGroup;
import io.remedyflow.camunda.contract.FieldPattern;
import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.camunda.contract.TaskField;
import io.remedyflow.camunda.contract.TaskOutput;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.Language;
import org.jspecify.annotations.Nullable;

/** Makes the element template of a task from its contract. */
final class ElementTemplate {

  private static final String SCHEMA =
      "https://unpkg.com/@camunda/element-templates-json-schema@0.18.0/resources/schema.json";

  private static final String GUIDE =
      "https://github.com/remedyflow/remedyflow-camunda7/blob/main/src/docs/designers/";

  /** The group of the outputs. */
  static final String RESULTS = "results";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TaskContract contract;
  private final Language language;

  ElementTemplate(TaskContract contract, Language language) {
    this.contract = contract;
    this.language = language;
  }

  ObjectNode json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("$schema", SCHEMA);
    json.put("name", text(contract.template().name()));
    json.put("id", contract.template().id());
    json.put("version", contract.template().version());
    json.put("description", text(contract.template().description()));
    json.put("documentationRef", GUIDE + (language == Language.EN ? "guide.md" : "guide.zh-CN.md"));
    contract.template().keywords().forEach(json.putArray("keywords")::add);
    json.putObject("category")
        .put("id", "io.remedyflow")
        .put("name", language == Language.EN ? "Feishu attendance" : "飞书考勤");
    json.putObject("icon").put("contents", icon(contract.template().icon()));
    json.putArray("appliesTo").add("bpmn:Task").add("bpmn:ServiceTask");
    json.putObject("elementType").put("value", "bpmn:ServiceTask");
    ArrayNode groups = json.putArray("groups");
    for (FieldGroup group : contract.groups()) {
      groups.addObject().put("id", group.id()).put("label", text(group.label()));
    }
    ArrayNode properties = json.putArray("properties");
    hidden(properties, "camunda:delegateExpression", "${" + contract.beanName() + "}");
    hidden(properties, "camunda:asyncBefore", "true");
    for (FieldGroup group : contract.groups()) {
      if (group.id().equals(RESULTS)) {
        contract.results().all().forEach(output -> add(output, properties.addObject()));
      }
      contract.fields().stream()
          .filter(field -> field.group().equals(group.id()))
          .forEach(field -> add(field, properties.addObject()));
    }
    return json;
  }

  private static void hidden(ArrayNode properties, String name, String value) {
    ObjectNode property = properties.addObject().put("type", "Hidden").put("value", value);
    property.putObject("binding").put("type", "property").put("name", name);
  }

  private void add(TaskField field, ObjectNode property) {
    head(property, field.label(), field.description());
    property.put("type", field.choices().isEmpty() ? "String" : "Dropdown");
    property.put("group", field.group());
    if (field.value() != null) {
      property.put("value", field.value());
    }
    if (field.placeholder() != null) {
      property.put("placeholder", field.placeholder());
    }
    if (!field.choices().isEmpty()) {
      ArrayNode choices = property.putArray("choices");
      for (Choice choice : field.choices()) {
        choices.addObject().put("name", text(choice.label())).put("value", choice.value());
      }
    }
    property.putObject("binding").put("type", type(field.binding())).put("name", field.name());
    constraints(property, field.required(), field.pattern());
  }

  private void add(TaskOutput output, ObjectNode property) {
    head(property, output.label(), output.description());
    property.put("type", "String").put("group", RESULTS).put("value", output.name());
    property
        .putObject("binding")
        .put("type", "camunda:outputParameter")
        .put("source", "${" + output.name() + "}");
    constraints(property, true, CommonFields.VARIABLE);
  }

  private void head(ObjectNode property, BilingualText label, BilingualText description) {
    property.put("label", text(label)).put("description", text(description));
  }

  private void constraints(ObjectNode property, boolean required, @Nullable FieldPattern pattern) {
    ObjectNode constraints = property.putObject("constraints");
    if (required) {
      constraints.put("notEmpty", true);
    }
    if (pattern != null) {
      constraints
          .putObject("pattern")
          .put("value", pattern.regex())
          .put("message", text(pattern.message()));
    }
  }

  private static String type(Binding binding) {
    return switch (binding) {
      case INPUT_PARAMETER -> "camunda:inputParameter";
      case EXTENSION_PROPERTY -> "camunda:property";
      case ATTRIBUTE -> "property";
    };
  }

  private String text(BilingualText text) {
    return text.in(language);
  }

  private static String icon(String drawing) {
    String svg =
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='#3370ff' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'>"
            + drawing
            + "</svg>";
    return "data:image/svg+xml,"
        + svg.replace("<", "%3C")
            .replace(">", "%3E")
            .replace(" ", "%20")
            .replace("'", "%27")
            .replace("#", "%23");
  }
}
