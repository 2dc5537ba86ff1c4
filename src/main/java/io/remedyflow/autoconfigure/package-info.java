/**
 * Wires the task into an engine that Spring Boot runs.
 *
 * <p>May use every room; holds nothing that an engine without Spring would need.
 */
@NullMarked
package io.remedyflow.autoconfigure;

import org.jspecify.annotations.NullMarked;
