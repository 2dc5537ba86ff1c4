package io.remedyflow.feishu;

import java.time.Duration;

/**
 * Receives the events of connections that metrics need. It is called in the thread of the call or
 * of the token fetch, so it must be fast and thread-safe. What it throws is logged and otherwise
 * ignored, because measuring must never break a call.
 */
public interface ConnectionListener {

  /** Ignores all events. */
  ConnectionListener NONE = new ConnectionListener() {};

  /** A call ended, with or without an answer. */
  default void called(CallReport call) {}

  /**
   * A token fetch ended, with or without a token.
   *
   * @param connection the connection's name
   * @param succeeded whether there is a new token
   * @param took how long the fetch took
   */
  default void tokenFetched(String connection, boolean succeeded, Duration took) {}
}
