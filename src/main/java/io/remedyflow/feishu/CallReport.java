package io.remedyflow.feishu;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one call ended.
 *
 * @param connection the connection's name
 * @param operation the name of the operation that the call belongs to; the endpoint's name if the
 *     operation is this call alone
 * @param endpoint the endpoint's name: the last part of its path
 * @param outcome what the task got
 * @param code Feishu's code; null if Feishu was not reached or sent none
 * @param logId Feishu's log id; null if there was none
 * @param attempts how many requests were sent for the call, token requests not counted; 0 if the
 *     call was not sent
 * @param took from the start of the call to its end, everything included
 * @param waited how long of that the call waited for a permit or for the end of a cooldown
 */
public record CallReport(
    String connection,
    String operation,
    String endpoint,
    CallOutcome outcome,
    @Nullable Integer code,
    @Nullable String logId,
    int attempts,
    Duration took,
    Duration waited) {}
