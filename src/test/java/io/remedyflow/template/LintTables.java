package io.remedyflow.template;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remedyflow.camunda.contract.Choice;
import io.remedyflow.camunda.contract.CommonFields;
import io.remedyflow.camunda.contract.CommonStatuses;
import io.remedyflow.camunda.contract.FieldGroup;
import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.camunda.contract.TaskField;
import io.remedyflow.camunda.contract.TaskOutput;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.Language;
import java.util.List;

/** Makes what the Modeler's hints know about a task from its contract. */
final class LintTables {

  private static final ObjectMapper JSON = new ObjectMapper();

  private LintTables() {}

  static ObjectNode of(TaskContract contract) {
    ObjectNode table = JSON.createObjectNode();
    table.put("template", contract.template().id());
    table.put("status", contract.results().status().name());
    contract.results().answers().forEach(status -> table.withArray("answers").add(status.word()));
    ObjectNode faults = table.putObject("faults");
    faults
        .putObject(CommonFields.ON_REJECTION)
        .put("status", CommonStatuses.REJECTED.word())
        .put("error", contract.errors().rejected());
    faults
        .putObject(CommonFields.ON_FAILURE)
        .put("status", CommonStatuses.UNAVAILABLE.word())
        .put("error", contract.errors().unavailable());
    ObjectNode fields = table.putObject("fields");
    for (FieldGroup group : contract.groups()) {
      List<TaskField> ofGroup =
          contract.fields().stream().filter(field -> field.group().equals(group.id())).toList();
      for (int n = 0; n < ofGroup.size(); n++) {
        fields.put(ofGroup.get(n).name(), group.id() + "-" + n);
      }
    }
    ObjectNode choices = table.putObject("choices");
    for (TaskField field : contract.fields()) {
      for (Choice choice : field.choices()) {
        if (!choice.value().startsWith("${")) {
          choices.withArray("/" + field.name()).add(choice.value());
        }
      }
    }
    ObjectNode examples = table.putObject("required");
    ObjectNode patterns = table.putObject("patterns");
    for (TaskField field : contract.inputs()) {
      if (field.required() && field.choices().isEmpty() && field.placeholder() != null) {
        examples.put(field.name(), field.placeholder());
      }
      if (field.pattern() != null) {
        ObjectNode pattern = patterns.putObject(field.name());
        pattern.put("regex", field.pattern().regex());
        for (Language language : Language.values()) {
          pattern.put(language.tag(), field.pattern().message().in(language));
        }
      }
    }
    contract.results().all().forEach(output -> table.withArray("results").add(output.name()));
    ObjectNode labels = table.putObject("labels");
    for (Language language : Language.values()) {
      ObjectNode words = labels.putObject(language.tag());
      for (TaskField field : contract.fields()) {
        put(words, field.name(), field.label(), language);
      }
      for (TaskOutput output : contract.results().all()) {
        put(words, output.name(), output.label(), language);
      }
    }
    return table;
  }

  private static void put(ObjectNode words, String name, BilingualText label, Language language) {
    words.put(name, label.in(language));
  }
}
