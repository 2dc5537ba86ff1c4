package io.remedyflow.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.remedyflow.feishu.client.FeishuConnection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What the lookup, or another class, logs from now on until it is closed. */
public final class LogLines implements AutoCloseable {

  private final Logger logger;
  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          events.add(event);
        }
      };

  public LogLines() {
    this(FeishuConnection.class);
  }

  public LogLines(Class<?> logging) {
    logger = (Logger) LoggerFactory.getLogger(logging);
    appender.start();
    logger.addAppender(appender);
  }

  public List<String> at(Level level) {
    return events.stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  public List<String> at(Level level, String part) {
    return at(level).stream().filter(line -> line.contains(part)).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
  }
}
