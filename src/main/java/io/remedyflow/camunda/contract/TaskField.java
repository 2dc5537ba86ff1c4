package io.remedyflow.camunda.contract;

import io.remedyflow.remedy.BilingualText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of a task that a designer fills in.
 *
 * @param name the name of the input parameter, the property or the attribute
 * @param binding where the model stores the value
 * @param group the id of the field's group
 * @param label what a designer reads above the field
 * @param description what a designer reads below the field, with the mark-up that the Modeler shows
 * @param choices the choices; empty if the field is free text
 * @param value the value that a new task has; null for none
 * @param placeholder an example that an empty field shows; null for none
 * @param required whether the Modeler marks an empty field
 * @param pattern what the Modeler accepts; null for anything
 * @param accepts what the task accepts, for the documents, in Markdown
 * @param whenAbsent what an absent or blank value means, for the documents, in Markdown
 */
public record TaskField(
    String name,
    Binding binding,
    String group,
    BilingualText label,
    BilingualText description,
    List<Choice> choices,
    @Nullable String value,
    @Nullable String placeholder,
    boolean required,
    @Nullable FieldPattern pattern,
    BilingualText accepts,
    BilingualText whenAbsent) {

  /** A required input of free text. */
  public static TaskField text(
      String name,
      String group,
      BilingualText label,
      BilingualText description,
      String placeholder,
      FieldPattern pattern,
      BilingualText accepts,
      BilingualText whenAbsent) {
    return new TaskField(
        name,
        Binding.INPUT_PARAMETER,
        group,
        label,
        description,
        List.of(),
        null,
        placeholder,
        true,
        pattern,
        accepts,
        whenAbsent);
  }

  /** An input with choices, the first of which is the default. */
  public static TaskField choice(
      String name,
      String group,
      BilingualText label,
      BilingualText description,
      List<Choice> choices,
      BilingualText accepts) {
    String byDefault = choices.get(0).value();
    String code = "`" + byDefault + "`";
    return new TaskField(
        name,
        Binding.INPUT_PARAMETER,
        group,
        label,
        description,
        choices,
        byDefault,
        null,
        true,
        null,
        accepts,
        new BilingualText(code, code));
  }
}
