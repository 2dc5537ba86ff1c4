package io.remedyflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the architecture page names is there: it is read beside the code. */
class ArchitecturePageTest {

  private static final Path PAGE = Path.of("src/docs/contributors/architecture.md");
  private static final Pattern CLASS = Pattern.compile("`((?:[A-Z][a-z0-9]+){2,})[`.]");
  private static final Pattern QUALIFIED =
      Pattern.compile("`(io\\.remedyflow\\.[\\w.]+\\.[A-Z]\\w+)`");

  @Test
  void every_class_that_it_names_is_in_the_sources() throws IOException {
    assertThat(named(CLASS, Files.readString(PAGE))).hasSizeGreaterThan(20).isSubsetOf(sources());
  }

  @Test
  void what_it_promises_is_public() throws IOException {
    List<String> promised = named(QUALIFIED, Files.readString(PAGE));

    assertThat(promised)
        .hasSizeGreaterThan(15)
        .allSatisfy(name -> assertThat(Class.forName(name)).isPublic());
  }

  private static List<String> named(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).distinct().toList();
  }

  private static Set<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }
}
