package io.remedyflow.camunda.contract;

import io.remedyflow.remedy.BilingualText;
import java.util.List;

/**
 * One output of a task.
 *
 * @param name the variable that the task writes
 * @param type its type
 * @param label what a designer reads above the field
 * @param description what a designer reads below the field, with the mark-up that the Modeler shows
 * @param meaning what the documents say about it, in Markdown
 * @param elements the fields of each element of a JSON output; empty for other types
 */
public record TaskOutput(
    String name,
    OutputType type,
    BilingualText label,
    BilingualText description,
    BilingualText meaning,
    List<ElementField> elements) {

  /** An output without elements. */
  public TaskOutput(
      String name,
      OutputType type,
      BilingualText label,
      BilingualText description,
      BilingualText meaning) {
    this(name, type, label, description, meaning, List.of());
  }
}
