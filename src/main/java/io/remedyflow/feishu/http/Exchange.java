package io.remedyflow.feishu.http;

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
