package io.remedyflow.ratelimit;

import java.time.Duration;
import java.util.List;

/**
 * One permit in the future, or several: the moment at which their calls may be made.
 *
 * @param atNanos the moment, on the limiter's monotonic clock
 * @param before the moments of the other permits, none of which is later
 * @param urgency of the call that it is for
 * @param delay from the reservation until then; zero if the call may be made now
 */
public record Reservation(long atNanos, List<Long> before, Urgency urgency, Duration delay) {}
