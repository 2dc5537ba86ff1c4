package io.remedyflow.testing.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * A request as it came over the wire.
 *
 * @param head all that came before the body, the empty line included
 * @param body the body, as UTF-8
 */
public record RawRequest(String head, String body) {

  /** Reads the next one; nothing where the connection ends before its head does. */
  public static Optional<RawRequest> read(InputStream in) throws IOException {
    StringBuilder read = new StringBuilder(512);
    for (int lineEnds = 0; lineEnds < 2; ) {
      int next = in.read();
      if (next < 0) {
        return Optional.empty();
      }
      read.append((char) next);
      if (next == '\n') {
        lineEnds++;
      } else if (next != '\r') {
        lineEnds = 0;
      }
    }
    RawRequest head = new RawRequest(read.toString(), "");
    String length = head.header("Content-Length");
    byte[] body = length.isEmpty() ? new byte[0] : in.readNBytes(Integer.parseInt(length));
    return Optional.of(new RawRequest(head.head, new String(body, UTF_8)));
  }

  /** Its first line. */
  public String line() {
    return head.lines().findFirst().orElse("");
  }

  /** The value of a header; empty where there is none. */
  public String header(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return head.lines()
        .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(start))
        .map(header -> header.substring(start.length()).strip())
        .findFirst()
        .orElse("");
  }

  /** Whether it is for a token; otherwise it is an attempt of a call. */
  public boolean wantsToken() {
    return line().contains("tenant_access_token");
  }

  /** All of it, to be passed on. */
  public byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.getBytes(ISO_8859_1));
    all.writeBytes(body.getBytes(UTF_8));
    return all.toByteArray();
  }
}
