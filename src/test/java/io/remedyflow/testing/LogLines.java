package io.remedyflow.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.remedyflow.feishu.client.FeishuConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What the lookup, or another logger, logs from now on until it is closed. */
public final class LogLines implements AutoCloseable {

  private final Logger logger;
  private final List<Runnable> restoring = new ArrayList<>();
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
    this(logging.getName());
  }

  public LogLines(String logger) {
    this.logger = (Logger) LoggerFactory.getLogger(logger);
    appender.start();
    this.logger.addAppender(appender);
  }

  /** Of all loggers. */
  public static LogLines ofAll() {
    return new LogLines(Logger.ROOT_LOGGER_NAME);
  }

  /** Sets the logger's level until this is closed. */
  public LogLines from(Level level) {
    Level before = logger.getLevel();
    restoring.add(() -> logger.setLevel(before));
    logger.setLevel(level);
    return this;
  }

  /** Keeps the lines from all other appenders until this is closed. */
  public LogLines alone() {
    restoring.add(() -> logger.setAdditive(true));
    logger.setAdditive(false);
    return this;
  }

  public List<ILoggingEvent> events() {
    return events;
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
    restoring.forEach(Runnable::run);
  }
}
