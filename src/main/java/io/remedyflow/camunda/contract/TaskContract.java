package io.remedyflow.camunda.contract;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a task promises to process models. A model that keeps to it keeps running for the life of
 * the major version.
 *
 * @param beanName models run the task as {@code ${beanName}}
 * @param template how the Modeler presents the task
 * @param inputs the inputs of this task alone, from which its request is made; every task also has
 *     those of {@link CommonFields}
 * @param results the outputs
 * @param errors the BPMN errors
 */
public record TaskContract(
    String beanName,
    TaskTemplate template,
    List<TaskField> inputs,
    TaskResults results,
    TaskErrors errors) {

  /** All groups of fields, in the order in which designers see them. */
  public List<FieldGroup> groups() {
    return Stream.concat(template.groups().stream(), CommonFields.GROUPS.stream()).toList();
  }

  /** The fields of {@code onRejection} and {@code onFailure}. */
  public List<TaskField> faultFields() {
    return List.of(CommonFields.onRejection(errors), CommonFields.onFailure(errors));
  }

  /** All fields that a designer fills in, without the outputs. */
  public List<TaskField> fields() {
    return Stream.of(
            inputs.stream(), faultFields().stream(), CommonFields.CONNECTION_FIELDS.stream())
        .flatMap(fields -> fields)
        .toList();
  }

  /** Whether an input decides which call is made: one of the task's own, or the connection. */
  public boolean decidesTheCall(String input) {
    return input.equals(CommonFields.FEISHU_CONNECTION)
        || inputs.stream().anyMatch(field -> field.name().equals(input));
  }

  /** The names of all inputs. */
  public Set<String> inputNames() {
    return fields().stream()
        .filter(field -> field.binding() == Binding.INPUT_PARAMETER)
        .map(TaskField::name)
        .collect(Collectors.toUnmodifiableSet());
  }
}
