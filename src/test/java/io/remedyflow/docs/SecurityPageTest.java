package io.remedyflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The security notes say the same in both languages. */
class SecurityPageTest {

  private static final Pattern CODE_SPAN = Pattern.compile("`[^`]+`");
  private static final Pattern BLOCK = Pattern.compile("(?s)```.*?```");

  private final Markdown english;
  private final Markdown chinese;

  SecurityPageTest() throws IOException {
    english = Markdown.read(Path.of("src/docs/operators/security.md"));
    chinese = Markdown.read(Path.of("src/docs/operators/security.zh-CN.md"));
  }

  @Test
  void both_name_the_same_settings_hosts_and_files() {
    assertThat(spans(chinese)).containsExactlyInAnyOrderElementsOf(spans(english));
  }

  private static List<String> spans(Markdown page) {
    String prose = BLOCK.matcher(page.text()).replaceAll("");
    return CODE_SPAN.matcher(prose).results().map(MatchResult::group).toList();
  }
}
