/**
 * Reads models while the engine parses them: finds our tasks, sets their retry cycles, and reports
 * what will not work as drawn.
 */
@NullMarked
package io.remedyflow.plugin.parse;

import org.jspecify.annotations.NullMarked;
