package io.remedyflow.plugin.parse;

import io.remedyflow.remedy.CleanText;
import io.remedyflow.remedy.LogThrottle;
import org.camunda.bpm.engine.delegate.BaseDelegateExecution;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.el.Expression;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The expression of a task's retry cycle, which always yields a cycle: the default cycle if the
 * original yields nothing that can be read. Otherwise the engine would try three times in a row.
 *
 * <p>It replaces the expression that the engine evaluates. So a failed job gets the cycle that the
 * incident text has predicted, and no other task is affected.
 *
 * <p>The value of the original is data: an expression in it is not evaluated.
 */
final class RetryCycleExpression implements Expression {

  private static final Logger LOG = LoggerFactory.getLogger(RetryCycleExpression.class);

  private final Expression original;
  private final String task;
  private final LogThrottle warnings = LogThrottle.once();

  /**
   * Wraps an expression.
   *
   * @param original the expression in the model
   * @param task the task, for the warning
   */
  RetryCycleExpression(Expression original, String task) {
    this.original = original;
    this.task = task;
  }

  @Override
  public Object getValue(@Nullable VariableScope scope) {
    return getValue(scope, null);
  }

  @Override
  public Object getValue(@Nullable VariableScope scope, @Nullable BaseDelegateExecution context) {
    Object value;
    try {
      value = original.getValue(scope, context);
    } catch (RuntimeException e) {
      return byDefault("cannot be evaluated (%s)".formatted(CleanText.of(rootOf(e), 200)));
    }
    if (value instanceof String text) {
      String cycle = text.isBlank() ? null : RetryCycle.normalized(text);
      return cycle == null ? byDefault("yields '%s'".formatted(CleanText.of(text, 40))) : cycle;
    }
    return byDefault(
        value == null ? "yields null" : "yields a " + value.getClass().getSimpleName());
  }

  private static String rootOf(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }

  private String byDefault(String fault) {
    if (warnings.permits()) {
      LOG.warn(
          "The retry cycle {} of {} {}. The default cycle {} applies. Let it yield text such as PT10S,PT1M,PT10M or R3/PT10S. Logged once for each task.",
          getExpressionText(),
          task,
          fault,
          RetryCycle.ofThisEngine());
    }
    return RetryCycle.ofThisEngine();
  }

  @Override
  public void setValue(@Nullable Object value, VariableScope scope) {
    throw new UnsupportedOperationException("A retry cycle is read, not set");
  }

  @Override
  public void setValue(
      @Nullable Object value, VariableScope scope, @Nullable BaseDelegateExecution context) {
    throw new UnsupportedOperationException("A retry cycle is read, not set");
  }

  @Override
  public String getExpressionText() {
    return original.getExpressionText();
  }

  @Override
  public boolean isLiteralText() {
    return false;
  }
}
