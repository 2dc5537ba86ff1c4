package io.remedyflow.feishu.client;

import io.remedyflow.feishu.answer.ErrorCodes;
import io.remedyflow.feishu.answer.ReplyClassifier.Verdict;
import io.remedyflow.ratelimit.RateLimits;
import java.util.List;

/**
 * One endpoint of Feishu's open platform: how a request is sent to it, and what its answer means.
 * Has no state: one instance serves all connections.
 *
 * @param <Q> the request
 * @param <A> the answer, denials included
 */
public interface Endpoint<Q, A> extends Operation<Q, A> {

  /** Its name, which no other endpoint has: the end of its path, as far as that is unique. */
  @Override
  String name();

  /** The scope that the app needs for it. */
  String scope();

  /** The rate limits on Feishu's page of it. */
  RateLimits limits();

  /**
   * Whether a request may be sent again although it may have been processed. True if the endpoint
   * only reads. If false, a call without a definite answer fails with an unknown outcome ({@link
   * io.remedyflow.feishu.FeishuException#outcomeUnknown()}); what was surely not processed is sent
   * again all the same.
   */
  boolean isRepeatable();

  /** The codes that it is known to answer with: the general ones, and its own. */
  ErrorCodes codes();

  /** The path with its query, from {@code /open-apis/} on. */
  String path(Q request);

  /** The body, as an object that Jackson writes. */
  Object body(Q request);

  /**
   * Reads an answer.
   *
   * @param verdict a success, or a code that is an answer
   * @throws io.remedyflow.feishu.FeishuException if it cannot be read; if that is transient and the
   *     endpoint may be repeated, the call is sent again
   */
  A answer(Verdict verdict, Q request);

  /** Whether the answer is a denial: Feishu's valid "no". */
  boolean isDenial(A answer);

  @Override
  default A run(Q request, Calls calls) {
    return calls.call(this, request);
  }

  @Override
  default List<Endpoint<?, ?>> endpoints() {
    return List.of(this);
  }

  @Override
  default List<Endpoint<?, ?>> usualCalls() {
    return List.of(this);
  }
}
