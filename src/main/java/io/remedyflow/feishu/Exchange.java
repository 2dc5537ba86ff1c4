package io.remedyflow.feishu;

/** What is known of one exchange while it is under way; belongs to the thread that makes it. */
final class Exchange {

  private final Deadline deadline;
  private final Sending sending;
  private boolean connected;
  private boolean sent;
  private boolean answered;

  Exchange(Deadline deadline, Sending sending) {
    this.deadline = deadline;
    this.sending = sending;
  }

  /** Is told of the moments that count for a rate limit. */
  interface Sending {

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
     * @param overNewConnection whether it was the first request on its connection. When it arrived
     *     is then not known: what stands in between may have connected further on its own time
     */
    void isAnswered(boolean overNewConnection);
  }

  Deadline deadline() {
    return deadline;
  }

  /** A connection has to be made for it. */
  void connects() {
    connected = true;
  }

  /** It is sent, unless that is refused. */
  void sends() {
    sending.begins();
    sent = true;
  }

  /** The head of an answer came. */
  void isAnswered() {
    answered = true;
    sending.isAnswered(connected);
  }

  /** Whether a connection that was kept from before said nothing to it, not even a first byte. */
  boolean keptConnectionFailed() {
    return sent && !answered && !connected;
  }
}
