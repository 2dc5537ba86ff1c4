/**
 * Wires the tasks into any Camunda 7 engine, with or without Spring.
 *
 * <p>Only this package and its sub-packages use the engine's internals. Entry point for engines
 * without Spring: {@link io.remedyflow.plugin.RemedyflowPlugin}.
 */
@NullMarked
package io.remedyflow.plugin;

import org.jspecify.annotations.NullMarked;
