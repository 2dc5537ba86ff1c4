package io.remedyflow.camunda.contract;

import io.remedyflow.remedy.BilingualText;
import java.util.List;

/**
 * How the Modeler presents a task: the head of its element template.
 *
 * @param id the template's id, the same in both languages
 * @param version rises with each change that affects a diagram (ADR 13)
 * @param name the task's name
 * @param description what the task does
 * @param keywords words by which a designer finds it, of both languages
 * @param icon the drawing inside an SVG element of 24 by 24 units
 * @param groups the groups of the task's own fields, in order
 */
public record TaskTemplate(
    String id,
    int version,
    BilingualText name,
    BilingualText description,
    List<String> keywords,
    String icon,
    List<FieldGroup> groups) {}
