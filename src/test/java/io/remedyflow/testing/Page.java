package io.remedyflow.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** What Feishu's page of the API gives as samples and as its table of codes, byte for byte. */
public final class Page {

  /**
   * A row of the table of codes.
   *
   * @param httpStatus HTTP status
   * @param code code
   * @param description msg, or a description where the page has no msg
   */
  public record CodeRow(int httpStatus, int code, String description) {}

  private Page() {}

  public static byte[] sampleRequest() {
    return bytes("request.json");
  }

  public static byte[] sampleResponse() {
    return bytes("response.json");
  }

  public static List<CodeRow> codes() {
    return Arrays.stream(new String(bytes("codes.md"), StandardCharsets.UTF_8).split("\n"))
        .skip(2)
        .map(line -> line.split(" \\| "))
        .map(cells -> new CodeRow(Integer.parseInt(cells[0]), Integer.parseInt(cells[1]), cells[2]))
        .toList();
  }

  private static byte[] bytes(String name) {
    try (InputStream in = Page.class.getResourceAsStream("/feishu-page/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
