package io.remedyflow.plugin.parse;

/**
 * One rule for the models of our tasks: it rejects a model, warns of it, or completes what the
 * model says about its tasks.
 */
public interface ModelRule {

  /**
   * Applies the rule to a process that is being parsed.
   *
   * @throws org.camunda.bpm.engine.BpmnParseException to reject a model that is being deployed
   */
  void apply(ParsedProcess process);
}
