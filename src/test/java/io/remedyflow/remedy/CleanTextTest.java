package io.remedyflow.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CleanTextTest {

  private static final String CLEF = "\uD834\uDD1E";

  @Test
  void clean_text_stays_as_it_is() {
    assertThat(CleanText.of("无需补卡: no need remedy, 1 < 2 & 3 > 2", 100))
        .isEqualTo("无需补卡: no need remedy, 1 < 2 & 3 > 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one\r\ntwo",
        "one\n\n\ntwo",
        "one\ttwo",
        "one\u0000two",
        "one\u0085two",
        "one\u2028two",
        "one\u200Btwo",
        "one\u202Etwo",
        "one\uFEFFtwo",
        "one\uD834two",
        "  one   two  ",
        "one\u0007\b\ftwo"
      })
  void everything_ends_up_on_one_visible_line(String raw) {
    assertThat(CleanText.of(raw, 100)).isEqualTo("one two");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001B[31mred\u001B[0m", "\u001B[1;31mred", "\u001B[2J\u001B[?25hred"})
  void terminal_escapes_vanish(String raw) {
    assertThat(CleanText.of(raw, 100)).isEqualTo("red");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>hello",
        "<SCRIPT src='x'>alert(1)</ScRiPt>hello",
        "<scr\u001B[0mipt>alert(1)</script>hello",
        "<style>p { color: red }</style>hello",
        "<b>hello</b>",
        "<a href=\"https://x\">hello</a>",
        "<!-- secret -->hello",
        "<!DOCTYPE html><html><body>hello</body></html>",
        "hello<script>alert(1)",
        "hello<img src=x onerror=alert(1)"
      })
  void mark_up_vanishes_with_its_scripts(String raw) {
    assertThat(CleanText.of(raw, 100)).isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<scr<script>x</script>ipt>alert(1)</script>",
        "<<b>script>alert(1)",
        "<\u0000script>alert(1)</script>",
        "<\u200Bimg src=x>",
        "<scr\u0000ipt>alert(1)</scr\u0000ipt>"
      })
  void what_is_taken_out_does_not_put_a_tag_together(String raw) {
    assertThat(CleanText.of(raw, 100)).doesNotContainPattern("(?i)</?[a-z!]");
  }

  @ParameterizedTest
  @CsvSource({"6,abcdef", "5,abcd…", "2,a…", "1,…", "0,''", "-1,''"})
  void text_is_cut_to_its_length_with_an_ellipsis(int atMost, String expected) {
    assertThat(CleanText.of("abcdef", atMost)).isEqualTo(expected);
  }

  @Test
  void a_cut_never_leaves_half_a_character() {
    assertThat(CleanText.of("ab" + CLEF + "cd", 4)).isEqualTo("ab…");
    assertThat(CleanText.of("ab" + CLEF + "cd", 5)).isEqualTo("ab" + CLEF + "…");
    assertThat(CleanText.of(CLEF + "cd", 2)).isEqualTo("…");
  }

  @Test
  void text_without_end_is_read_only_so_far() {
    assertThat(CleanText.of("x".repeat(4_095) + CLEF.repeat(100_000), 10_000))
        .isEqualTo("x".repeat(4_095));
  }

  @Test
  void no_text_at_all_breaks_it() {
    Random random = new Random(20210104);
    String alphabet =
        "ab<>!/-&;'\"= \t\r\n\u0000\u001B[?;m\u009B\u200B\u2028\u202E\uFEFF\uD834\uDD1E\uE000\u0131";
    String[] words = {"<script", "</script>", "<!--", "-->", "<style>", "\u001B[", "工号", CLEF};

    for (int round = 0; round < 20_000; round++) {
      StringBuilder raw = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        raw.append(
            random.nextInt(4) == 0
                ? words[random.nextInt(words.length)]
                : String.valueOf(alphabet.charAt(random.nextInt(alphabet.length()))));
      }
      int atMost = random.nextInt(60) - 5;

      String clean = CleanText.of(raw.toString(), atMost);

      assertThat(clean.length()).isLessThanOrEqualTo(Math.max(0, atMost));
      assertThat(clean).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}]");
      assertThat(clean).doesNotContainPattern("(?i)</?(script|style|[a-z]+>)");
    }
  }
}
