package io.remedyflow.autoconfigure;

import io.remedyflow.plugin.config.StartupCheck;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Checks the connections once, when the application is ready, even if several contexts report it.
 */
final class StartupCheckTrigger
    implements ApplicationListener<ApplicationReadyEvent>, DisposableBean {

  private final StartupCheck check;
  private final AtomicBoolean triggered = new AtomicBoolean();

  StartupCheckTrigger(StartupCheck check) {
    this.check = check;
  }

  @Override
  public void onApplicationEvent(ApplicationReadyEvent event) {
    if (triggered.compareAndSet(false, true)) {
      check.start();
    }
  }

  @Override
  public void destroy() {
    check.close();
  }
}
