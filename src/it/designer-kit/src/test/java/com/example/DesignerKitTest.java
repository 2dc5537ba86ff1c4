package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Finds in the unzipped kit what Camunda Modeler looks for in its resources folder. */
class DesignerKitTest {

  private static final Pattern SCRIPT = Pattern.compile("script: '\\./(.+)'");

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh-CN"})
  void every_plugin_is_found_by_its_index_and_has_its_script(String language) throws IOException {
    for (String plugin : List.of("remedyflow-templates", "remedyflow-lint")) {
      Path folder = resources(language).resolve("plugins").resolve(plugin);
      var script = SCRIPT.matcher(Files.readString(folder.resolve("index.js")));

      assertThat(script.find()).isTrue();
      assertThat(folder.resolve(script.group(1))).content().contains("window.plugins.push(");
      assertThat(folder.resolve("LICENSE")).isNotEmptyFile();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "en, Find employee, Fetch allowed remedy times, Start remedy approval, Report remedy decision, Find remedies",
    "zh-CN, 查找员工, 获取可补卡时间, 发起补卡审批, 上报补卡决定, 查询补卡记录"
  })
  void the_templates_of_its_language_are_there_once_in_each_version(
      String language, String find, String fetch, String start, String report, String records)
      throws IOException {
    List<JsonNode> templates = new ArrayList<>();
    try (Stream<Path> files = Files.walk(resources(language).resolve("element-templates"))) {
      for (Path file : files.filter(file -> file.toString().endsWith(".json")).toList()) {
        templates.add(new ObjectMapper().readTree(file.toFile()));
      }
    }

    assertThat(templates)
        .extracting(template -> template.path("name").asText())
        .containsOnly(find, fetch, start, report, records);
    assertThat(templates)
        .extracting(template -> template.path("id").asText() + " " + template.path("version"))
        .hasSizeGreaterThan(1)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"en, en", "zh-CN, zh-CN"})
  void the_hints_know_the_language_of_their_kit(String language, String tag) throws IOException {
    assertThat(resources(language).resolve("plugins/remedyflow-lint/client.js"))
        .content()
        .contains("LANGUAGE = '" + tag + "'")
        .doesNotContain("@kit.");
  }

  private static Path resources(String language) {
    return Path.of("target", "resources-" + language);
  }
}
