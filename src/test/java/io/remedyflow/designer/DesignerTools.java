package io.remedyflow.designer;

import io.remedyflow.testing.process.Command;
import io.remedyflow.testing.process.Installed;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs the node scripts of {@code src/test/designer}, some of which drive the real Modeler in
 * Chromium.
 *
 * <p>A Java engineer without node or Chromium can still build: see {@link Installed}.
 */
public final class DesignerTools {
  private static final Path HOME = Path.of("src", "test", "designer");

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
    var words = Stream.concat(Stream.of(node, HOME.resolve(script)), Stream.of(arguments));
    return Command.of(words.toArray()).with(environment).run();
  }

  private static synchronized void installOnce() {
    var npm = needed("npm", "npm");
    var installed = HOME.resolve("node_modules/.package-lock.json").toFile();
    if (installed.lastModified() < HOME.resolve("package-lock.json").toFile().lastModified()) {
      Command.of(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund").in(HOME).run();
    }
  }

  private static Path needed(String what, String... names) {
    return Installed.program(what, "the designers' tools are not tested", names);
  }
}
