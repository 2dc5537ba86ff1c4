package io.remedyflow.testing.database;

import java.util.UUID;

/** URLs of databases in memory, a new one each time. */
public final class H2 {

  private H2() {}

  /** One that is gone with its last connection. */
  public static String brief() {
    return "jdbc:h2:mem:" + UUID.randomUUID();
  }

  /** One that several engines use, one after another or side by side. */
  public static String lasting() {
    return brief() + ";DB_CLOSE_DELAY=-1";
  }
}
