package io.remedyflow.feishu;

import java.time.Duration;

/**
 * The calls of one app that several engine nodes make together: what one of them takes, no other
 * has.
 *
 * <p>All of this may take long or fail, and is therefore done by a thread of the connection's own,
 * never by one that runs a job. The connection measures how long they take, and keeps to its node's
 * share of the limit while they take too long.
 */
public interface SharedBudget {

  /**
   * Of the calls that Feishu allows, how many get a turn: fewer than may be made, so that those who
   * come late are caught up with.
   */
  double TURNS = 0.985;

  /**
   * Of the calls that Feishu allows, how many may be made: not all, since no node knows by how much
   * another one's calls are early or late.
   */
  double CALLS = 0.99;

  /**
   * Reserves turns that follow each other, behind all that were reserved for this urgency, however
   * far ahead.
   *
   * @return from the moment at which this returns until the last of them
   */
  Duration reserve(Urgency urgency, int turns);

  /**
   * Releases turns that were reserved and will not be used: the next ones that are reserved come
   * that much earlier.
   */
  void release(Urgency urgency, int turns);

  /**
   * Takes calls that follow each other, behind all that were taken.
   *
   * @return from the moment at which this returns until the last of them may be made; negative
   *     where that could have been a little earlier
   */
  Duration claim(int calls);
}
