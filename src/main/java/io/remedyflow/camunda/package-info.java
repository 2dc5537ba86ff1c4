/**
 * The engine's side: reads a task's inputs, makes the call through the port of {@code remedy},
 * writes the outputs. The tasks themselves are in {@code tasks}.
 *
 * <p>Uses the engine's public API, Spin and Jackson, but no HTTP and no Spring. Entry point: {@link
 * io.remedyflow.camunda.FeishuTaskDelegate}.
 */
@NullMarked
package io.remedyflow.camunda;

import org.jspecify.annotations.NullMarked;
