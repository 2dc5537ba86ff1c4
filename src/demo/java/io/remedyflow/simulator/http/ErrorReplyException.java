package io.remedyflow.simulator.http;

/** Feishu answers with an error. No failure of the simulator, so it has no stack trace. */
public final class ErrorReplyException extends RuntimeException {

  private final transient ErrorReply errorReply;

  ErrorReplyException(ErrorReply errorReply) {
    super(errorReply.code() + " " + errorReply.msg(), null, false, false);
    this.errorReply = errorReply;
  }

  /** The envelope to answer with. */
  public Answer answer(String logId) {
    return errorReply.answer(logId);
  }
}
