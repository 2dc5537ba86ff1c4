package io.remedyflow.simulator.http;

/** Feishu refuses the request. No failure of the simulator, so it has no stack trace. */
public final class RefusedException extends RuntimeException {

  private final transient Refusal refusal;

  RefusedException(Refusal refusal) {
    super(refusal.code() + " " + refusal.msg(), null, false, false);
    this.refusal = refusal;
  }

  /** The envelope to answer with. */
  public Answer answer(String logId) {
    return refusal.answer(logId);
  }
}
