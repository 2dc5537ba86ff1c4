package io.remedyflow.feishu.http;

import io.remedyflow.feishu.FeishuException;

/** Receives the events of a request that count for a rate limit. */
public interface Sending {

  /** Counts nothing. */
  Sending UNCOUNTED = new Sending() {};

  /**
   * The connection is ready, and the request is about to be sent. Waits until it may be sent.
   *
   * @throws FeishuException if it must not be sent
   */
  default void begins() {}

  /**
   * The request is answered.
   *
   * @param overNewConnection whether it was the first request on its connection. When it arrived is
   *     then unknown, because a proxy or gateway in between may have needed time to connect further
   */
  default void isAnswered(boolean overNewConnection) {}
}
