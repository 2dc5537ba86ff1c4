package io.remedyflow.ratelimit;

import java.time.Duration;

/**
 * A permit in the future: the moment at which one call may be made.
 *
 * @param atNanos the moment, on the limiter's monotonic clock
 * @param urgency of the call that it is for
 * @param delay from the reservation until then; zero if the call may be made now
 */
public record Reservation(long atNanos, Urgency urgency, Duration delay) {}
