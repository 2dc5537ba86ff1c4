/**
 * What is read from models while the engine parses them: our tasks, their retry cycles, and what
 * will not work as drawn.
 */
@NullMarked
package io.remedyflow.plugin.parse;

import org.jspecify.annotations.NullMarked;
