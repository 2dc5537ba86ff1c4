package io.remedyflow.feishu;

import java.time.Duration;

/**
 * Is told what connections do, as far as metrics need it. Called in the thread of the call or the
 * fetch: has to be fast and safe for use by many threads. What it throws is logged and otherwise
 * ignored, since measuring must never break a call.
 */
public interface ConnectionListener {

  /** Tells nobody. */
  ConnectionListener NONE = new ConnectionListener() {};

  /** A question was answered, or given up. */
  default void called(CallReport call) {}

  /**
   * A token was fetched, or not.
   *
   * @param connection the connection's name
   * @param succeeded whether there is a new token
   * @param took how long the fetch took
   */
  default void tokenFetched(String connection, boolean succeeded, Duration took) {}
}
