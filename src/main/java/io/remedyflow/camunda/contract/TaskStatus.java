package io.remedyflow.camunda.contract;

import io.remedyflow.remedy.BilingualText;

/**
 * One value of a task's status, on which gateways branch.
 *
 * @param word the value
 * @param meaning what it means for the process
 */
public record TaskStatus(String word, BilingualText meaning) {}
