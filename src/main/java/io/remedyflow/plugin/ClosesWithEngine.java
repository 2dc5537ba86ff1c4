package io.remedyflow.plugin;

import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;

/**
 * Stands in for the hook that an engine does not have: does something before the engine's last
 * command, when its job executor has ended and its tables are still there, and closes something
 * after it, and when an engine fails to start. This executor runs what an engine does to its
 * schema, first and last, and nothing in between.
 */
final class ClosesWithEngine implements CommandExecutor {

  /** The engine does not show the class. */
  private static final String LAST = "SchemaOperationProcessEngineClose";

  private final CommandExecutor executor;
  private final Runnable before;
  private final Runnable close;

  ClosesWithEngine(CommandExecutor executor, Runnable before, Runnable close) {
    this.executor = executor;
    this.before = before;
    this.close = close;
  }

  @Override
  public <T> T execute(Command<T> command) {
    boolean isEnd = command.getClass().getSimpleName().equals(LAST);
    try {
      if (isEnd) {
        before.run();
      }
      return executor.execute(command);
    } catch (OptimisticLockingException e) {
      throw e; // Another node was first: the engine starts nevertheless.
    } catch (RuntimeException e) {
      isEnd = true;
      throw e;
    } finally {
      if (isEnd) {
        close.run();
      }
    }
  }
}
