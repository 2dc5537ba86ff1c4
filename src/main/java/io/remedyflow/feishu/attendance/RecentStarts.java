package io.remedyflow.feishu.attendance;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.EmployeeId;
import io.remedyflow.remedy.approval.Punch;
import io.remedyflow.remedy.approval.StartRequest;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The approvals that this JVM starts at the moment, and has started lately. Safe for use by many
 * threads; no thread waits for another one.
 */
final class RecentStarts {

  /** Longer than Feishu needs to show a remedy. */
  static final Duration REMEMBERED = Duration.ofMinutes(2);

  private static final int REMEMBERED_AT_MOST = 20_000;

  /** After this time, the other start has ended as a rule. */
  private static final Duration UNDER_WAY_FOR = Duration.ofSeconds(1);

  private static final BilingualText UNDER_WAY =
      new BilingualText(
          "Another task is starting a remedy of the same punch at this moment. Nothing is broken: this one follows automatically.",
          "另一个任务正在为同一次打卡发起补卡。系统没有故障，本任务随后会自动继续。");

  private final Set<Key> underWay = ConcurrentHashMap.newKeySet();
  private final Cache<Key, KnownRemedy> started;

  RecentStarts(Time time) {
    started =
        Caffeine.newBuilder()
            .ticker(time::nanos)
            .maximumSize(REMEMBERED_AT_MOST)
            .expireAfterWrite(REMEMBERED)
            .executor(Runnable::run) // no thread of the application
            .build();
  }

  /**
   * Which punch is remedied.
   *
   * @param app the app, at its host
   * @param time the time, if only that tells the punches of a day apart; else null
   */
  record Key(
      String app,
      EmployeeId employee,
      LocalDate remedyDate,
      Punch punch,
      @Nullable LocalDateTime time) {

    static Key of(String app, StartRequest request) {
      return new Key(
          app,
          request.employee(),
          request.remedyDate(),
          request.punch(),
          request.punch().isFree() ? request.remedyTime() : null);
    }
  }

  /**
   * A remedy of a punch that has an approval.
   *
   * @param remedyTime the time that shall count; null if Feishu does not say
   */
  record KnownRemedy(String approvalId, @Nullable LocalDateTime remedyTime) {}

  /**
   * Begins a start.
   *
   * @throws FeishuException if another start of the same punch is under way; it costs no retry
   */
  Start begin(Key key) {
    if (!underWay.add(key)) {
      throw FeishuException.answered(UNDER_WAY).rateLimited(Optional.of(UNDER_WAY_FOR)).build();
    }
    return new Start(key);
  }

  /** One start, until its end. */
  final class Start {

    private final Key key;

    private Start(Key key) {
      this.key = key;
    }

    /** The remedy of this punch that was started lately; null if none was. */
    @Nullable KnownRemedy remembered() {
      return started.getIfPresent(key);
    }

    /** Remembers that there is an approval now. */
    void remember(KnownRemedy remedy) {
      started.put(key, remedy);
    }

    /** The start has ended, with an approval or without. */
    void end() {
      underWay.remove(key);
    }
  }
}
