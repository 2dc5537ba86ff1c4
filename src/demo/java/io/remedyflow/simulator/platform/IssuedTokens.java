package io.remedyflow.simulator.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;

/**
 * The tenant tokens of the one app: alive for two hours, handed out again while half an hour is
 * left.
 *
 * <p>A token is a digest of the app id and a running number: the same on every run, and never valid
 * at a simulator that plays another app.
 */
public final class IssuedTokens {

  private static final Duration LIFE = Duration.ofHours(2);
  private static final Duration REISSUE_BELOW = Duration.ofMinutes(30);

  private final Deque<Token> alive = new ArrayDeque<>();
  private final InstantSource clock;
  private final String appId;
  private int issued;

  /** Tokens of this app, none yet. */
  public IssuedTokens(InstantSource clock, String appId) {
    this.clock = clock;
    this.appId = appId;
  }

  /** The newest token, unless it has less than half an hour left; then a new one beside it. */
  synchronized Grant grant() {
    Instant now = clock.instant();
    alive.removeIf(token -> !token.isAliveAt(now));
    Token newest = alive.peekLast();
    if (newest == null || newest.leftAt(now).compareTo(REISSUE_BELOW) < 0) {
      newest = new Token(nextValue(), now.plus(LIFE));
      alive.addLast(newest);
    }
    return new Grant(newest.value(), newest.leftAt(now).toSeconds());
  }

  synchronized boolean accepts(String value) {
    Instant now = clock.instant();
    return alive.stream().anyMatch(token -> token.value().equals(value) && token.isAliveAt(now));
  }

  /** Makes every token issued so far invalid. */
  public synchronized void revokeAll() {
    alive.clear();
  }

  private String nextValue() {
    try {
      byte[] seed = (appId + "/" + ++issued).getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(seed);
      return "t-" + HexFormat.of().formatHex(digest, 0, 15);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What an app is told: the token and the whole seconds that it still lives. */
  record Grant(String token, long expire) {}

  private record Token(String value, Instant expiresAt) {

    boolean isAliveAt(Instant now) {
      return now.isBefore(expiresAt);
    }

    Duration leftAt(Instant now) {
      return Duration.between(now, expiresAt);
    }
  }
}
