/**
 * Wires the task into an engine that Spring Boot runs.
 *
 * <p>May use every other package; contains nothing that an engine without Spring needs.
 */
@NullMarked
package io.remedyflow.autoconfigure;

import org.jspecify.annotations.NullMarked;
