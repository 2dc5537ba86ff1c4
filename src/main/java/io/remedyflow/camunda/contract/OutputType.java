package io.remedyflow.camunda.contract;

/** The types of a task's outputs. */
public enum OutputType {
  /** Text; null if there is none. */
  STRING,

  /** A number whose absence is null. */
  INTEGER,

  /** A number of elements; 0 if there is no answer. */
  COUNT,

  /** A JSON array (Spin); empty if there is no answer, never null. */
  JSON
}
