package io.remedyflow.camunda.contract;

import io.remedyflow.remedy.BilingualText;

/**
 * One choice of a field.
 *
 * @param value what the model stores
 * @param label what a designer reads
 */
public record Choice(String value, BilingualText label) {}
