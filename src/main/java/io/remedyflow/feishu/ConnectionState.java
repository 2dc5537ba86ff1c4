package io.remedyflow.feishu;

import java.time.Duration;

/**
 * How a connection is at this moment.
 *
 * @param callsInFlight how many questions are under way, waiting ones included
 * @param circuitOpen whether calls are cut off because Feishu failed too often of late
 * @param retryBudget how much is left of what calls may spend on repeats, from 0 to 1
 * @param pausedFor how long the connection still pauses because Feishu asked for it; zero where it
 *     does not
 */
public record ConnectionState(
    int callsInFlight, boolean circuitOpen, double retryBudget, Duration pausedFor) {}
