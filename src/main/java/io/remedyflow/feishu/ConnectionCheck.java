package io.remedyflow.feishu;

import io.remedyflow.remedy.BilingualText;
import org.jspecify.annotations.Nullable;

/**
 * The result of a connection check.
 *
 * @param works whether the connection works
 * @param explanation what was found, and what to do about it; never a secret
 * @param code Feishu's code; null if Feishu was not reached or sent none
 * @param logId Feishu's log id; null if there was none
 */
public record ConnectionCheck(
    boolean works, BilingualText explanation, @Nullable Integer code, @Nullable String logId) {}
