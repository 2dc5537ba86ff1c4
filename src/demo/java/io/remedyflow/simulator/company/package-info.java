/**
 * The company that the simulator answers for: its people, their attendance, and their remedies.
 * Knows no request; what it refuses, it says in Feishu's codes.
 */
@NullMarked
package io.remedyflow.simulator.company;

import org.jspecify.annotations.NullMarked;
