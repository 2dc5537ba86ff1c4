package io.remedyflow.template;

import static org.assertj.core.api.Assertions.assertThat;

/** Two lines of a file, between which its text is made. */
record Marks(String begin, String end) {

  /** Marks of a page that people read. */
  static Marks inPage(String what) {
    return new Marks("<!-- made from the contract: " + what + " -->\n", "<!-- end -->");
  }

  /** The text with this content between the marks. */
  String replace(String text, String content) {
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf(end, from);
    assertThat(text.contains(begin) && to >= 0)
        .as("Add the lines '%s' and '%s' where this belongs:\n%s", begin.strip(), end, content)
        .isTrue();
    return text.substring(0, from) + content + text.substring(to);
  }

  /** The content with the marks around it. */
  String around(String content) {
    return begin + content + end + "\n";
  }
}
