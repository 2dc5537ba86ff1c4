package io.remedyflow.simulator;

import java.time.LocalDateTime;

/**
 * A punch that may be remedied, and the times that may be put in its place; local to the company.
 */
record Slot(
    Punch punch,
    boolean freeShift,
    String status,
    LocalDateTime due,
    LocalDateTime earliest,
    LocalDateTime latest) {}
