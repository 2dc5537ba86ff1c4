package io.remedyflow.plugin.job;

import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/** Another employee than the last time. */
public final class Ids implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final AtomicInteger given = new AtomicInteger();

  /** The next one. */
  public String next() {
    return given.incrementAndGet() % 2 == 0 ? "late.li" : "week.wei";
  }
}
