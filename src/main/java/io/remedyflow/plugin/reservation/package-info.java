/**
 * Reservations of jobs: a job of our tasks gets its due date from the rate limit when it is
 * created, and the job executor is woken for it.
 */
@NullMarked
package io.remedyflow.plugin.reservation;

import org.jspecify.annotations.NullMarked;
