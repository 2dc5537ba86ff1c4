package io.remedyflow.feishu.client;

import io.remedyflow.feishu.answer.ReplyClassifier.Verdict;

/**
 * An answer, and the reply that it was read from.
 *
 * @param answer in the terms of the caller
 * @param verdict on the reply, with Feishu's code and log id
 */
record Answered<A>(A answer, Verdict verdict) {}
