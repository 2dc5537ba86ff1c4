/**
 * The contract of tasks with process models, written once: names, types, defaults, choices, and the
 * words that designers read, in both languages. The delegate, the checks of models, the element
 * templates, the Modeler's hints and the tables of the documents are made from it.
 */
@NullMarked
package io.remedyflow.camunda.contract;

import org.jspecify.annotations.NullMarked;
