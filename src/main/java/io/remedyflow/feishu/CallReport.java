package io.remedyflow.feishu;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of one question.
 *
 * @param connection the connection's name
 * @param outcome what the task got
 * @param code Feishu's code; null where Feishu was not reached or sent none
 * @param logId Feishu's log id; null where there was none
 * @param attempts how many requests were sent for it, those for a token not counted; 0 where it was
 *     turned away here
 * @param took from the question to its end, everything included
 * @param waited how long of that the question waited for its turn, or for a pause to end
 */
public record CallReport(
    String connection,
    CallOutcome outcome,
    @Nullable Integer code,
    @Nullable String logId,
    int attempts,
    Duration took,
    Duration waited) {}
