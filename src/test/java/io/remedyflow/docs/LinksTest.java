package io.remedyflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a document points to is there: files, headings, and pages that sources name. */
class LinksTest {

  private static final Pattern PAGE = Pattern.compile("src/docs/[\\w/.-]*\\w");

  static List<Path> documents() throws IOException {
    return files(".github", "src/docs", "README.md", "README.zh-CN.md", "CHANGELOG.md")
        .filter(file -> file.toString().endsWith(".md"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void every_link_to_a_file_leads_somewhere(Path document) throws IOException {
    assertThat(Markdown.read(document).targets()).allSatisfy(target -> assertThat(target).exists());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void every_link_to_a_heading_leads_to_one(Path document) throws IOException {
    for (Markdown.Anchor anchor : Markdown.read(document).anchors()) {
      assertThat(Markdown.read(anchor.file()).headingAnchors())
          .as("headings of %s", anchor.file())
          .contains(anchor.heading());
    }
  }

  @Test
  void every_page_that_a_source_names_is_there() throws IOException {
    List<Path> sources =
        files(".ci", ".github", "src", "pom.xml")
            .filter(file -> file.toString().matches(".*(\\.(java|xml|py|md|yml|mjs|js)|run)"))
            .filter(file -> !file.toString().contains("node_modules"))
            .toList();
    assertThat(sources).hasSizeGreaterThan(100);

    for (Path source : sources) {
      assertThat(
              PAGE.matcher(Files.readString(source))
                  .results()
                  .map(page -> Path.of(page.group()))
                  .toList())
          .as("pages that %s names", source)
          .allSatisfy(page -> assertThat(page).exists());
    }
  }

  private static Stream<Path> files(String... roots) throws IOException {
    Stream.Builder<Path> found = Stream.builder();
    for (String root : roots) {
      if (Files.exists(Path.of(root))) {
        try (Stream<Path> files = Files.walk(Path.of(root))) {
          files.filter(Files::isRegularFile).forEach(found);
        }
      }
    }
    return found.build();
  }
}
