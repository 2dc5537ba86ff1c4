/**
 * The company that the simulator answers for: its people, their attendance, and their remedies.
 * Knows no request; an error is one of Feishu's codes.
 */
@NullMarked
package io.remedyflow.simulator.company;

import org.jspecify.annotations.NullMarked;
