package io.remedyflow.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The element template in one language. */
public enum Template {
  EN("en"),
  ZH_CN("zh-CN");

  public static final String ID = "io.remedyflow.fetch-allowed-remedies";

  private static final Path FOLDER = Path.of("element-templates");

  private final String language;

  Template(String language) {
    this.language = language;
  }

  public String language() {
    return language;
  }

  /** The version that designers install. */
  public Path file() {
    return FOLDER.resolve(language).resolve("fetch-allowed-remedies.json");
  }

  /** The versions before it, oldest first. */
  public List<Path> olderFiles() {
    Path versioned = FOLDER.resolve("versioned").resolve(language);
    try (Stream<Path> files = Files.list(versioned)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public JsonNode read() {
    return read(file());
  }

  static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String title() {
    return read().path("name").asText();
  }

  /** The field for an input, a result or a property, by its name in the contract. */
  public JsonNode field(String name) {
    return elements(read().path("properties"))
        .filter(
            property ->
                Stream.of(property.at("/binding/name"), property.at("/binding/source"))
                    .map(JsonNode::asText)
                    .anyMatch(bound -> bound.equals(name) || bound.equals("${" + name + "}")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the template has no field for " + name));
  }

  /** What a designer reads above that field. */
  public String label(String name) {
    return field(name).path("label").asText();
  }

  /** What a designer reads where the field holds what cannot work. */
  public String complaint(String name) {
    return field(name).at("/constraints/pattern/message").asText();
  }

  /** What a designer reads in the list for that value. */
  public String choice(String name, String value) {
    return elements(field(name).path("choices"))
        .filter(choice -> choice.path("value").asText().equals(value))
        .map(choice -> choice.path("name").asText())
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " has no choice " + value));
  }

  static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
