/**
 * The tasks: for each, its contract with models, its request, and what an answer means.
 *
 * <p>Entry point: {@link io.remedyflow.camunda.tasks.FeishuTasks}.
 */
@NullMarked
package io.remedyflow.camunda.tasks;

import org.jspecify.annotations.NullMarked;
