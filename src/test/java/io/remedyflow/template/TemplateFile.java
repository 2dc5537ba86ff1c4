package io.remedyflow.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One version of an element template in one language: what a designer reads in it. */
public record TemplateFile(Path path) {

  JsonNode read() {
    try {
      return new ObjectMapper().readTree(path.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String title() {
    return read().path("name").asText();
  }

  /** The template's id. */
  public String id() {
    return read().path("id").asText();
  }

  public String version() {
    return read().path("version").asText();
  }

  public List<String> groups() {
    return elements(read().path("groups")).map(group -> group.path("label").asText()).toList();
  }

  /** The field for an input, a result or a property, by its name in the contract. */
  JsonNode field(String name) {
    return elements(read().path("properties"))
        .filter(
            property ->
                Stream.of(property.at("/binding/name"), property.at("/binding/source"))
                    .map(JsonNode::asText)
                    .anyMatch(bound -> bound.equals(name) || bound.equals("${" + name + "}")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the template has no field for " + name));
  }

  /** What stands above that field. */
  public String label(String name) {
    return field(name).path("label").asText();
  }

  /** What appears under that field where it holds what cannot work. */
  public String complaint(String name) {
    return field(name).at("/constraints/pattern/message").asText();
  }

  /** What the list says for that value. */
  public String choice(String name, String value) {
    return elements(field(name).path("choices"))
        .filter(choice -> choice.path("value").asText().equals(value))
        .map(choice -> choice.path("name").asText())
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " has no choice " + value));
  }

  /** What the Modeler's properties panel calls that field. */
  public String entryId(String name) {
    JsonNode field = field(name);
    List<JsonNode> group =
        elements(read().path("properties"))
            .filter(other -> other.path("group").equals(field.path("group")))
            .toList();
    return "custom-entry-%s-%s-%d"
        .formatted(id(), field.path("group").asText(), group.indexOf(field));
  }

  static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
