package io.remedyflow.camunda.contract;

import io.remedyflow.remedy.BilingualText;

/**
 * The BPMN errors of a task, which a boundary event can catch.
 *
 * @param rejected thrown for a rejection if {@code onRejection} is {@code bpmnError}
 * @param unavailable thrown for a failure if {@code onFailure} is {@code bpmnError}
 * @param rejection what a rejection is for this task, with an example
 */
public record TaskErrors(String rejected, String unavailable, BilingualText rejection) {}
