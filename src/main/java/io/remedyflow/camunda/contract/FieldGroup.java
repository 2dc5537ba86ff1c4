package io.remedyflow.camunda.contract;

import io.remedyflow.remedy.BilingualText;

/**
 * A group of fields in the properties panel of the Modeler.
 *
 * @param id the id in the template
 * @param label its heading
 */
public record FieldGroup(String id, BilingualText label) {}
