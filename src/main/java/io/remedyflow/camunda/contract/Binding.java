package io.remedyflow.camunda.contract;

/** Where a model stores the value of a field. */
public enum Binding {
  /** A {@code camunda:inputParameter}. */
  INPUT_PARAMETER,

  /** An extension property ({@code camunda:property}), which the plugin reads. */
  EXTENSION_PROPERTY,

  /** An attribute of the task, which the engine reads. */
  ATTRIBUTE
}
