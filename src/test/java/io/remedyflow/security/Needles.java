package io.remedyflow.security;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What must be found nowhere, and where it was found all the same. Beginnings are enough: half a
 * secret that an ellipsis spared is a leak as well.
 */
final class Needles extends AppenderBase<ILoggingEvent> {

  private final List<String> needles;
  private final Queue<String> found = new ConcurrentLinkedQueue<>();
  private final AtomicLong searched = new AtomicLong();
  private final AtomicLong ourLines = new AtomicLong();

  Needles(List<String> needles) {
    this.needles = needles;
  }

  void search(String place, String text) {
    searched.incrementAndGet();
    for (String needle : needles) {
      int at = text.indexOf(needle);
      if (at >= 0) {
        int from = Math.max(0, at - 80);
        found.add(place + ": …" + text.substring(from, Math.min(text.length(), at + 60)));
      }
    }
  }

  /** Bytes may be text of any kind, or a serialised object with text in it. */
  void search(String place, byte[] bytes) {
    search(place, new String(bytes, StandardCharsets.ISO_8859_1));
    search(place, new String(bytes, StandardCharsets.UTF_16BE));
  }

  List<String> found() {
    return List.copyOf(found);
  }

  /** How many texts were searched; a search in nothing finds nothing. */
  long searched() {
    return searched.get();
  }

  long ourLines() {
    return ourLines.get();
  }

  @Override
  protected void append(ILoggingEvent event) {
    String place = "log of " + event.getLoggerName() + " at " + event.getLevel();
    if (event.getLoggerName().startsWith("io.remedyflow")) {
      ourLines.incrementAndGet();
    }
    search(place, event.getFormattedMessage());
    search(place, event.getThreadName() + event.getMDCPropertyMap() + event.getKeyValuePairs());
    if (event.getThrowableProxy() != null) {
      search(place, ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
  }
}
