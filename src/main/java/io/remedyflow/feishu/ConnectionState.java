package io.remedyflow.feishu;

import java.time.Duration;

/**
 * How a connection is at this moment.
 *
 * @param callsInFlight how many calls are under way, waiting ones included
 * @param circuitOpen whether the circuit breaker is open, because recent calls failed
 * @param appBlocked whether Feishu blocks the whole app (its quota, a scope, its state, this
 *     server's address) and has not answered otherwise since, so that hardly any call is sent
 * @param retryBudget what is left for repeats, from 0 to 1
 * @param cooldown how long the cooldown after a rate limit still lasts; zero without one
 * @param backlog how far ahead of now the last reservation is: how long a call would wait that is
 *     to be made now; zero where none waits
 * @param rescheduled how many jobs were rescheduled since the start, because too many came at once
 *     or there was a cooldown
 * @param unused how many answers no job used since the start: their jobs were cancelled, or called
 *     again elsewhere
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
