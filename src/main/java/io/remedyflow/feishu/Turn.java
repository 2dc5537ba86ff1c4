package io.remedyflow.feishu;

import java.time.Duration;

/**
 * The moment at which one call may be made, reserved by {@link TurnSchedule}.
 *
 * @param atNanos the moment, on the connection's monotonic clock
 * @param urgency of the call that it was reserved for
 * @param delay from the reservation until then; zero where the call may be made now
 */
public record Turn(long atNanos, Urgency urgency, Duration delay) {}
