/**
 * Speaks engine: reads a task's inputs, asks through the port of {@code remedy}, writes the
 * outputs.
 *
 * <p>Knows the engine's public API, Spin and Jackson, no HTTP and no Spring. Entry point: {@link
 * io.remedyflow.camunda.FetchAllowedRemediesDelegate}.
 */
@NullMarked
package io.remedyflow.camunda;

import org.jspecify.annotations.NullMarked;
