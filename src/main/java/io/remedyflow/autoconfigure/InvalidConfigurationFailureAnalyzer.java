package io.remedyflow.autoconfigure;

import io.remedyflow.plugin.config.InvalidConfigurationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports what is wrong with {@code remedyflow.*} and what to do, instead of a stack trace. */
final class InvalidConfigurationFailureAnalyzer
    extends AbstractFailureAnalyzer<InvalidConfigurationException> {

  @Override
  protected FailureAnalysis analyze(Throwable failure, InvalidConfigurationException cause) {
    String message = String.valueOf(cause.getMessage());
    int firstEnd = message.indexOf(". ");
    return firstEnd < 0
        ? new FailureAnalysis(message, "Correct that property of the application.", cause)
        : new FailureAnalysis(
            message.substring(0, firstEnd + 1), message.substring(firstEnd + 2), cause);
  }
}
