package io.remedyflow.feishu;

import io.remedyflow.feishu.NodeGuard.Passage;
import io.remedyflow.remedy.BilingualText;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one app's connections within its calls a second (and a minute), together with the other
 * nodes where they share a budget, and silent while Feishu wants no calls.
 *
 * <p>Two things work together. {@link #turns} are reserved long before a call, by whoever can come
 * back at their time. The guard stands at the call itself, for everybody: no second, wherever it
 * begins, holds more calls than Feishu allows. Who comes on time finds it open; who was held up
 * passes with those that come next, unless that would be too many.
 */
final class RequestPacer {

  private static final BilingualText TAKEN =
      new BilingualText(
          "This connection's calls a second are all taken for now. If it goes on, raise requests-per-second as far as Feishu allows.",
          "该连接的每秒调用次数暂时已满。若持续出现，请在飞书允许的范围内调大 requests-per-second。");

  private static final BilingualText PAUSED =
      new BilingualText(
          "This connection pauses, because Feishu answered that too many calls were sent. If it happens often, lower requests-per-second, or see which other program uses the same app.",
          "飞书提示调用过于频繁，该连接已暂停调用。若经常出现，请调低 requests-per-second，或排查还有哪些程序在使用同一应用。");

  /** Whoever is held up for longer takes the next node's place, and has to ask for another one. */
  private static final Duration LATE_AT_MOST = Duration.ofMillis(20);

  /** A machine that is never on time must not ask for ever. */
  private static final int CLAIMS_AT_MOST = 3;

  private final ConnectionSettings settings;
  private final Pace whole;
  private final int nodes;
  private final Time time;
  private final ConnectionPause pause;
  private final NodeGuard guard;
  private final TurnSchedule turns;
  private volatile @Nullable Claims claims;

  /** For a node that has the limit to itself. */
  RequestPacer(ConnectionSettings settings, Time time) {
    this(settings, 1, time);
  }

  /**
   * @param nodes how many nodes there are, of which each keeps to its share
   */
  RequestPacer(ConnectionSettings settings, int nodes, Time time) {
    this.settings = settings;
    this.nodes = nodes;
    this.time = time;
    whole = Pace.of(settings);
    pause = new ConnectionPause(time);
    guard = new NodeGuard(whole, whole.part(nodes), time);
    turns =
        new TurnSchedule(
            whole, whole.part(nodes), time, () -> time.nanos() + pause.left().toNanos());
  }

  /**
   * From now on the nodes share the limit as they need it. While the budget is out of reach, each
   * keeps to its share: there are at least two of them, or nothing would have to be shared.
   */
  SharedReach share(SharedBudget budget, Executor background) {
    SharedReach reach = new SharedReach(settings.name(), budget, background, time);
    Pace part = whole.part(Math.max(2, nodes));
    guard.share(part, reach);
    turns.share(reach, whole, part);
    claims = new Claims(reach, whole.second(), time);
    return reach;
  }

  boolean isShared() {
    return claims != null;
  }

  /** The turns of those who come back for them. */
  TurnSchedule turns() {
    return turns;
  }

  /**
   * Whether a call is to come back later, because it would have to wait for long, and keep a thread
   * of its connection meanwhile.
   *
   * @return its new turn; empty where it may be made now
   */
  Optional<Turn> postpone(Urgency urgency) {
    Duration wait = longer(pause.left(), longer(guard.backlog(), claimed()));
    if (wait.compareTo(patience(urgency)) <= 0) {
      return Optional.empty();
    }
    return Optional.of(turns.reserve(urgency, wait));
  }

  /** The more urgent a call, the longer it stands its ground when there is one too many. */
  private static Duration patience(Urgency urgency) {
    return switch (urgency) {
      case LOW -> Duration.ofMillis(30);
      case NORMAL -> Duration.ofMillis(40);
      case HIGH -> Duration.ofMillis(500);
    };
  }

  /**
   * Waits until no pause is on and it is this call's turn; never for so long that Feishu would have
   * no time left to answer.
   *
   * @return the moment of the turn
   * @throws FeishuException at once, if the turn comes later: the call is turned away
   */
  long awaitTurn(Call call) {
    try {
      awaitEndOfPause(call);
      long at = takeTurn(call);
      while (!pause.left().isZero()) { // it began while this call waited for its turn
        awaitEndOfPause(call);
        at = takeTurn(call);
      }
      return at;
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  /**
   * Has a call be made now that nothing stands between it and the wire. It counts from now on, not
   * from its turn, which a new connection may have made it miss. Where there is no room for it now,
   * it takes another turn.
   *
   * @param at the moment of the turn that it has taken
   * @return the moment at which it is made
   * @throws FeishuException at once, if that comes too late: the call is turned away
   */
  long keepTurn(Call call, long at) {
    long turn = at;
    try {
      for (int attempt = 1; attempt <= CLAIMS_AT_MOST; attempt++) {
        if (isStillOurs(turn)) {
          OptionalLong now = guard.makeNow(turn);
          if (now.isPresent()) {
            return now.getAsLong();
          }
        } else {
          guard.giveBack(turn);
        }
        awaitEndOfPause(call);
        turn = takeTurn(call);
      }
      return guard.makeNowAnyway(turn);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  /** Nodes that share a budget have a place each, and who is late is in the next one's. */
  private boolean isStillOurs(long turn) {
    Claims shared = claims;
    boolean late = time.nanos() - turn > LATE_AT_MOST.toNanos();
    return pause.left().isZero() && !(late && shared != null && shared.isInReach());
  }

  /**
   * A call is answered.
   *
   * @param turn when it was made
   * @param overNewConnection whether it may have arrived as late as now
   * @return how long the answer took
   */
  Duration answeredNow(long turn, boolean overNewConnection) {
    return guard.answeredNow(turn, overNewConnection);
  }

  /**
   * Turns a call away that cannot wait for the end of the pause.
   *
   * @throws FeishuException if so
   */
  void turnAwayIfPausedBeyond(Call call) {
    Duration left = pause.left();
    if (!left.isZero() && left.compareTo(call.patience()) >= 0) {
      throw FeishuException.turnedAway(PAUSED.then(goesOnIn(left)), null, null, left);
    }
  }

  /**
   * Begins a pause.
   *
   * @param answer what Feishu answered; says how long to wait, or does not
   * @return the same trouble, with the time at which this connection goes on
   */
  FeishuException rateLimited(FeishuException answer) {
    Duration left = pause.begin(answer.retryAfter());
    return FeishuException.turnedAway(
        answer.explanation().then(goesOnIn(left)), answer.code(), answer.logId(), left);
  }

  /** Feishu looked at a request. */
  void answered() {
    pause.answered();
  }

  /** How long the connection still pauses; zero where it does not. */
  Duration pausedFor() {
    return pause.left();
  }

  private void awaitEndOfPause(Call call) throws InterruptedException {
    Duration left = pause.left();
    while (!left.isZero()) { // answers to earlier requests may prolong it
      turnAwayIfPausedBeyond(call);
      time.sleep(left);
      left = pause.left();
    }
  }

  private long takeTurn(Call call) throws InterruptedException {
    Claims shared = claims;
    if (shared == null) {
      return takeTurn(call, time.nanos());
    }
    long turn = time.nanos();
    boolean late = true;
    for (int attempt = 1; attempt <= CLAIMS_AT_MOST && late; attempt++) {
      turnAwayUnless(call, guard.backlog()); // before it costs the other nodes a call
      long at = shared.claim(call.patience());
      turn = takeTurn(call, at);
      late = shared.isInReach() && time.nanos() - at > LATE_AT_MOST.toNanos();
    }
    return turn;
  }

  private long takeTurn(Call call, long earliest) throws InterruptedException {
    Passage passage = guard.take(earliest, call.patience());
    turnAwayUnless(call, passage.in());
    if (!passage.in().isZero()) {
      time.sleep(passage.in());
    }
    return passage.at();
  }

  private static void turnAwayUnless(Call call, Duration wait) {
    if (wait.compareTo(call.patience()) > 0) {
      throw call.spentTheTimeElsewhereFor(wait)
          ? call.outOfTime()
          : FeishuException.turnedAway(TAKEN.then(goesOnIn(wait)), null, null, wait);
    }
  }

  private Duration claimed() {
    Claims shared = claims;
    return shared == null ? Duration.ZERO : shared.backlog();
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static BilingualText goesOnIn(Duration left) {
    long seconds = left.plusMillis(999).toSeconds();
    return new BilingualText(
        "Nothing is broken: this connection goes on of itself in %d s.".formatted(seconds),
        "系统没有故障：该连接将在 %d 秒后自动继续。".formatted(seconds));
  }
}
