/**
 * Jobs of our tasks: their reservations, due dates, calls, and what becomes of a job that failed or
 * came too early.
 */
@NullMarked
package io.remedyflow.plugin.job;

import org.jspecify.annotations.NullMarked;
