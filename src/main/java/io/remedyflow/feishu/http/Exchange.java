package io.remedyflow.feishu.http;

/** The state of one exchange while it is under way; used only by the thread that makes it. */
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

  Deadline deadline() {
    return deadline;
  }

  /** A connection is about to be opened for the exchange. */
  void connects() {
    connected = true;
  }

  /** The request is about to be sent, unless {@link Sending#begins} throws. */
  void sends() {
    sending.begins();
    sent = true;
  }

  /** The head of the answer has arrived. */
  void isAnswered() {
    answered = true;
    sending.isAnswered(connected);
  }

  /** Whether the request was sent over a kept connection and no head of an answer arrived. */
  boolean keptConnectionFailed() {
    return sent && !answered && !connected;
  }
}
