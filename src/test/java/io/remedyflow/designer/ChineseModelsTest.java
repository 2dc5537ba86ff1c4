package io.remedyflow.designer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Chinese models are the English ones in other words, to the letter: a change to one language
 * alone fails here.
 */
class ChineseModelsTest {
  private static final Path ENGLISH = Path.of("bpmn");
  private static final Path CHINESE = ENGLISH.resolve("zh-CN");

  /** What people read in a file of each kind; all the rest is for the engine. */
  private static final Map<String, Pattern> WORDS =
      Map.of(
          "bpmn", Pattern.compile("(?<=<bpmn:\\w{1,30} id=\"[\\w-]{1,60}\" name=\")[^\"]*"),
          "dmn",
              Pattern.compile(
                  "(?<=<(?:definitions|decision|inputData) [^>]{1,999} ?name=\")[^\"]*"
                      + "|(?<= label=\")[^\"]*"
                      + "|(?<=<description>)[^<]*"
                      // What is said, as against constants such as "MANAGER".
                      + "|(?<=(?:<text>|\\+ )\")[^\"]*[^A-Z\"][^\"]*(?=\")"),
          "form", Pattern.compile("(?<=\"(?:text|label|description)\": \")(?:[^\"\\\\]|\\\\.)*"));

  private static final Pattern VARIABLE = Pattern.compile("\\{\\{[^}]+}}");
  private static final Pattern LETTER = Pattern.compile("\\p{IsLatin}");
  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

  /** Chinese texts use these unchanged. */
  private static final Pattern INTERNATIONAL =
      Pattern.compile("\\bID\\b|\\bJava\\b|\\babd754f7\\b");

  @Test
  void every_english_file_has_a_chinese_one() throws IOException {
    assertThat(files()).hasSize(7).allSatisfy(file -> assertThat(CHINESE.resolve(file)).exists());
    try (var chinese = Files.walk(CHINESE)) {
      assertThat(
              chinese
                  .filter(Files::isRegularFile)
                  .map(CHINESE::relativize)
                  .filter(file -> !file.startsWith("gallery"))) // GalleryModelsTest
          .containsExactlyInAnyOrderElementsOf(files());
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void the_languages_differ_in_nothing_but_words(Path file) throws IOException {
    assertThat(withoutWords(CHINESE, file)).isEqualTo(withoutWords(ENGLISH, file));
  }

  @ParameterizedTest
  @MethodSource("files")
  void no_word_is_left_untranslated(Path file) throws IOException {
    List<String> english = words(ENGLISH, file);
    List<String> chinese = words(CHINESE, file);

    assertThat(chinese).hasSameSizeAs(english).hasSizeGreaterThan(3);
    for (int i = 0; i < english.size(); i++) {
      String before = english.get(i);
      String after = chinese.get(i);
      assertThat(variables(after)).as(after).isEqualTo(variables(before));
      if (LETTER.matcher(withoutVariables(before)).find()) {
        assertThat(withoutVariables(after)).as(before).containsPattern(HAN);
      }
      assertThat(INTERNATIONAL.matcher(withoutVariables(after)).replaceAll(""))
          .as(before)
          .doesNotContainPattern(LETTER);
    }
  }

  private static List<Path> files() throws IOException {
    try (var models = Files.list(ENGLISH);
        var forms = Files.list(ENGLISH.resolve("forms"))) {
      return Stream.concat(models, forms)
          .filter(Files::isRegularFile)
          .map(ENGLISH::relativize)
          .sorted()
          .toList();
    }
  }

  private static String withoutWords(Path folder, Path file) throws IOException {
    return pattern(file).matcher(Files.readString(folder.resolve(file))).replaceAll("…");
  }

  private static List<String> words(Path folder, Path file) throws IOException {
    return found(pattern(file), Files.readString(folder.resolve(file)));
  }

  private static Pattern pattern(Path file) {
    String name = file.toString();
    return WORDS.get(name.substring(name.lastIndexOf('.') + 1));
  }

  private static List<String> variables(String words) {
    return found(VARIABLE, words);
  }

  private static String withoutVariables(String words) {
    return VARIABLE.matcher(words).replaceAll("");
  }

  private static List<String> found(Pattern pattern, String text) {
    List<String> found = new ArrayList<>();
    var matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }
}
