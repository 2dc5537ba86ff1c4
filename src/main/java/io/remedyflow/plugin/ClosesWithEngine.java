package io.remedyflow.plugin;

import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;

/**
 * Stands in for the hook that an engine does not have: closes something after the engine's last
 * command, and when an engine fails to start. This executor runs what an engine does to its schema,
 * first and last, and nothing in between.
 */
final class ClosesWithEngine implements CommandExecutor {

  /** The engine does not show the class. */
  private static final String LAST = "SchemaOperationProcessEngineClose";

  private final CommandExecutor executor;
  private final Runnable close;

  ClosesWithEngine(CommandExecutor executor, Runnable close) {
    this.executor = executor;
    this.close = close;
  }

  @Override
  public <T> T execute(Command<T> command) {
    boolean isEnd = command.getClass().getSimpleName().equals(LAST);
    try {
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
