package io.remedyflow.camunda.contract;

import io.remedyflow.remedy.BilingualText;

/**
 * What the Modeler accepts in a field. It only marks other values; they are saved all the same, and
 * the task checks them again.
 *
 * @param regex for Java and JavaScript alike
 * @param message what a designer reads if the value does not match
 */
public record FieldPattern(String regex, BilingualText message) {

  /** An expression of JUEL with something in it. */
  static final String EXPRESSION = "[$#]\\{(?=\\s*[^\\s}])(?:'[^']*'|\"[^\"]*\"|[^{}'\"])*\\}";

  /** Text with at least one expression in it. */
  private static final String WITH_EXPRESSION = "[^{}]*(?:" + EXPRESSION + "[^{}]*)+";

  /** Text with an expression in it, or a value of this form. */
  public static FieldPattern expressionOr(String value, BilingualText message) {
    return new FieldPattern("^(?:" + WITH_EXPRESSION + "|" + value + ")$", message);
  }

  /** Nothing, text with an expression in it, or a value of this form. */
  public static FieldPattern optional(String value, BilingualText message) {
    return new FieldPattern("^(?:|" + WITH_EXPRESSION + "|" + value + ")$", message);
  }
}
