package io.remedyflow.camunda.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.CleanText;
import io.remedyflow.remedy.RequestRejectedException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads an input that may hold several values: text with commas, or a JSON array. */
final class InputLists {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private InputLists() {}

  /**
   * The values of a text; none for a blank one.
   *
   * @throws RequestRejectedException if it begins as a JSON array and is not one of plain values
   */
  static List<@Nullable String> read(String text) {
    String stripped = text.strip();
    if (stripped.startsWith("[")) {
      return StreamSupport.stream(array(stripped).spliterator(), false)
          .map(node -> value(node, stripped))
          .toList();
    }
    return stripped.isEmpty()
        ? List.of()
        : Arrays.stream(stripped.split("[,，]")).map(String::strip).toList();
  }

  /**
   * A JSON array.
   *
   * @throws RequestRejectedException if the text is not one
   */
  static JsonNode array(String text) {
    try {
      JsonNode read = JSON.readTree(text);
      if (read.isArray()) {
        return read;
      }
      throw invalid(text);
    } catch (JsonProcessingException e) {
      throw invalid(text);
    }
  }

  private static String value(JsonNode node, String text) {
    if (!node.isTextual() && !node.isIntegralNumber()) {
      throw invalid(text);
    }
    return node.asText();
  }

  private static RequestRejectedException invalid(String text) {
    String shown = CleanText.of(text, 40);
    return new RequestRejectedException(
        new BilingualText(
            "'%s' is not a valid list. Enter values separated by commas, or a JSON array."
                .formatted(shown),
            "“%s”不是有效的列表。请填写用逗号分隔的值，或 JSON 数组。".formatted(shown)));
  }
}
