/**
 * Jobs of our tasks: their reservations, due dates and calls, and what happens to a job that failed
 * or came too early.
 */
@NullMarked
package io.remedyflow.plugin.job;

import org.jspecify.annotations.NullMarked;
