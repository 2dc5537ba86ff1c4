package io.remedyflow.testing.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program that is run to its end. When it fails or takes too long, the exception quotes all that
 * it wrote.
 *
 * @param words the program and its arguments
 * @param folder where it runs
 * @param environment what its environment has beyond this one
 * @param patience how long it may take
 */
public record Command(
    List<String> words, Path folder, Map<String, String> environment, Duration patience) {

  /** A command in this folder and environment. */
  public static Command of(Object... words) {
    return new Command(
        Stream.of(words).map(Object::toString).toList(),
        Path.of("."),
        Map.of(),
        Duration.ofMinutes(3));
  }

  public Command in(Path folder) {
    return new Command(words, folder, environment, patience);
  }

  public Command with(Map<String, String> environment) {
    return new Command(words, folder, environment, patience);
  }

  /** Runs it, and returns what it wrote to its standard output. */
  public String run() {
    try {
      File out = Files.createTempFile("command", ".out").toFile();
      File err = Files.createTempFile("command", ".err").toFile();
      try {
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.environment().putAll(environment);
        Process process = builder.redirectOutput(out).redirectError(err).start();
        boolean ended = process.waitFor(patience.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly().waitFor();
        }
        String output = Files.readString(out.toPath(), UTF_8);
        if (!ended || process.exitValue() != 0) {
          throw new AssertionError(
              "%s %s:%n%s%n%s"
                  .formatted(
                      String.join(" ", words),
                      ended ? "failed" : "took longer than " + patience,
                      output,
                      Files.readString(err.toPath(), UTF_8)));
        }
        return output.strip();
      } finally {
        Files.delete(out.toPath());
        Files.delete(err.toPath());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
