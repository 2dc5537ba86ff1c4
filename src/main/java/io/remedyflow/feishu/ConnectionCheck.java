package io.remedyflow.feishu;

import io.remedyflow.remedy.BilingualText;
import org.jspecify.annotations.Nullable;

/**
 * Whether a connection works, and what to do where it does not.
 *
 * @param works whether it does
 * @param explanation what was seen, and what to do about it; never a secret
 * @param code Feishu's code; null where Feishu was not reached or sent none
 * @param logId Feishu's log id; null where there was none
 */
public record ConnectionCheck(
    boolean works, BilingualText explanation, @Nullable Integer code, @Nullable String logId) {}
