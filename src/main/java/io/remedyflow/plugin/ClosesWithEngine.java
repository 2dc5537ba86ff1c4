package io.remedyflow.plugin;

import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;

/**
 * Runs one action before the engine's last command and closes something after it; the engine has no
 * hook for this. Before the last command, the job executor has ended and the tables still exist.
 * The close action also runs when an engine fails to start. This executor runs only the first and
 * the last command of an engine, which work on its schema.
 */
final class ClosesWithEngine implements CommandExecutor {

  /** The class's simple name: the class is package-private. */
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
      throw e; // Another node was first: the engine still starts.
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
