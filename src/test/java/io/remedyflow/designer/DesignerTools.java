package io.remedyflow.designer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;

import io.remedyflow.Installed;
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
 * Runs the node scripts of {@code src/test/designer}, some of which drive the real Modeler in
 * Chromium.
 *
 * <p>A Java engineer without node or Chromium can still build: see {@link Installed}.
 */
public final class DesignerTools {
  private static final Path HOME = Path.of("src", "test", "designer");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private DesignerTools() {}

  /** What the script wrote to its standard output. */
  public static String node(String script, Object... arguments) {
    return run(Map.of(), script, arguments);
  }

  /** The same for a script that opens Chromium. */
  public static String nodeWithChromium(String script, Object... arguments) {
    var chromium =
        needed("Chromium", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    return run(Map.of("CHROMIUM", chromium.toString()), script, arguments);
  }

  private static String run(Map<String, String> environment, String script, Object... arguments) {
    var node = needed("node", "node");
    installOnce();
    var command =
        Stream.concat(Stream.of(node, HOME.resolve(script)), Stream.of(arguments))
            .map(Object::toString);
    return run(environment, Path.of("."), command.toList());
  }

  private static synchronized void installOnce() {
    var npm = needed("npm", "npm");
    var installed = HOME.resolve("node_modules/.package-lock.json").toFile();
    if (installed.lastModified() < HOME.resolve("package-lock.json").toFile().lastModified()) {
      run(
          Map.of(),
          HOME,
          List.of(npm.toString(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
    }
  }

  private static Path needed(String what, String... names) {
    return Installed.program(what, "the designers' tools are not tested", names);
  }

  private static String run(Map<String, String> environment, Path folder, List<String> command) {
    try {
      var out = Files.createTempFile("designer", ".out");
      var err = Files.createTempFile("designer", ".err");
      try {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        var process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        var ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly().waitFor();
        }
        var output = Files.readString(out, UTF_8);
        if (!ended || process.exitValue() != 0) {
          var outcome = ended ? "failed" : "took longer than " + PATIENCE;
          fail(
              "%s %s:%n%s%n%s"
                  .formatted(
                      String.join(" ", command), outcome, output, Files.readString(err, UTF_8)));
        }
        return output.strip();
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
