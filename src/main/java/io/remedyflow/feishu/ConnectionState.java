package io.remedyflow.feishu;

import java.time.Duration;

/**
 * The state of a connection at this moment.
 *
 * @param callsInFlight how many calls are under way, waiting ones included
 * @param circuitOpen whether the circuit breaker is open, because recent calls failed
 * @param appBlocked whether Feishu blocks the whole app (its quota, its state, this server's
 *     address) or an endpoint (its scope) and has given no other answer since, so hardly any such
 *     call is sent
 * @param retryBudget what is left for repeats, from 0 to 1
 * @param cooldown how long the cooldown after a rate limit still lasts, the longest of all
 *     endpoints; zero without one
 * @param backlog how far ahead of now the last reservation is, which is how long a new call would
 *     wait, the longest of all endpoints; zero if no call waits
 * @param rescheduled how many jobs were rescheduled since the start, because too many came at once
 *     or because of a cooldown
 * @param unused how many answers no job used since the start, because the job was cancelled or made
 *     its call again elsewhere
 */
public record ConnectionState(
    int callsInFlight,
    boolean circuitOpen,
    boolean appBlocked,
    double retryBudget,
    Duration cooldown,
    Duration backlog,
    long rescheduled,
    long unused) {}
