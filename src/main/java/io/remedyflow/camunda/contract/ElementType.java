package io.remedyflow.camunda.contract;

/** The types of the fields that an element of a JSON output has. */
public enum ElementType {
  /** Text. */
  STRING,

  /** A whole number. */
  INTEGER,

  /** True or false. */
  BOOLEAN
}
