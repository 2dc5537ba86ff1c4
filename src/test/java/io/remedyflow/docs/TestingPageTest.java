package io.remedyflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The test that engineers copy is one that runs here. */
class TestingPageTest {

  static final List<Path> PAGES = Markdown.both("engineers/testing");

  private static final Path SAMPLE =
      Path.of("src/test/java/io/remedyflow/docs/RemedyProcessTest.java");
  private static final String BEGIN = "// sample:begin\n";
  private static final String FENCE = "```java\n";

  @ParameterizedTest
  @FieldSource("PAGES")
  void the_page_shows_the_test_that_runs(Path page) throws IOException {
    String source = Files.readString(SAMPLE);
    String sample = source.substring(source.indexOf(BEGIN) + BEGIN.length());
    String text = Files.readString(page);
    assertThat(text).as("a block of Java in %s", page).contains(FENCE);
    int begin = text.indexOf(FENCE) + FENCE.length();
    String shown = text.substring(begin, text.indexOf("```", begin));

    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(page, text.replace(FENCE + shown, FENCE + sample));
    } else {
      assertThat(shown)
          .as(
              "the test in %s; to write it anew: mvn test -Dtest=TestingPageTest -Ddocs.write=true",
              page)
          .isEqualTo(sample);
    }
  }
}
