package io.remedyflow.camunda.contract;

import io.remedyflow.remedy.BilingualText;

/**
 * One field of each element of a JSON output. It is always present.
 *
 * @param name its name in the JSON object
 * @param type its type
 * @param nullable whether it is null where Feishu sent no value
 * @param example a value, as JSON
 * @param meaning what the documents say about it, in Markdown
 */
public record ElementField(
    String name,
    ElementType type,
    boolean nullable,
    BilingualText example,
    BilingualText meaning) {}
