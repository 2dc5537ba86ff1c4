package io.remedyflow.feishu;

import java.time.Duration;

/**
 * How a connection is at this moment.
 *
 * @param callsInFlight how many questions are under way, waiting ones included
 * @param circuitOpen whether calls are cut off because Feishu failed too often of late
 * @param appRefused whether Feishu refused the whole app (its quota, a scope, its state, this
 *     server's address) and has not answered otherwise since, so that hardly any call is sent
 * @param retryBudget how much is left of what calls may spend on repeats, from 0 to 1
 * @param pausedFor how long the connection still pauses because Feishu asked for it; zero where it
 *     does not
 * @param backlog how far ahead of now turns are given out: so long does the last question wait that
 *     is to be asked; zero where nobody queues
 * @param postponed how many questions were told to come back later since the start, because too
 *     many came at once or the connection paused
 * @param unused how many answers nobody came back for since the start: their jobs were cancelled,
 *     or have asked anew elsewhere
 */
public record ConnectionState(
    int callsInFlight,
    boolean circuitOpen,
    boolean appRefused,
    double retryBudget,
    Duration pausedFor,
    Duration backlog,
    long postponed,
    long unused) {}
