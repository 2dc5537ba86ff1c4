package io.remedyflow.feishu.http;

import io.remedyflow.feishu.FeishuException;

/** Is told of the moments that count for a rate limit. */
public interface Sending {

  /** Nobody counts. */
  Sending UNCOUNTED =
      new Sending() {
        @Override
        public void begins() {}

        @Override
        public void isAnswered(boolean overNewConnection) {}
      };

  /**
   * A connection is there, and the request is about to be sent over it. Waits until it may be.
   *
   * @throws FeishuException if it must not be sent
   */
  void begins();

  /**
   * It is answered.
   *
   * @param overNewConnection whether it was the first request on its connection. When it arrived is
   *     then not known: what stands in between may have connected further on its own time
   */
  void isAnswered(boolean overNewConnection);
}
