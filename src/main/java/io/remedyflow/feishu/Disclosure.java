package io.remedyflow.feishu;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds a secret in a text, alone or as a part: a command line, JSON inside JSON, a URL.
 *
 * <p>A long secret is found anywhere. A short one may be a common word, such as {@code user}: it is
 * found only where it stands alone, as a value does, and not within a path or another word. A
 * secret of up to three characters is found only if it is the whole text.
 */
public final class Disclosure {

  private static final int ANYWHERE_FROM = 8;
  private static final int BY_ITSELF_FROM = 4;
  private static final String NO_PART_OF_A_WORD = "[\\p{L}\\p{N}_./$-]";

  private Disclosure() {}

  /** Whether the text contains the secret, plain or escaped for JSON or a URL. */
  public static boolean isIn(String text, String secret) {
    if (secret.isBlank() || text.strip().equals(secret.strip())) {
      return !secret.isBlank();
    }
    return secret.length() >= BY_ITSELF_FROM
        && forms(secret.strip()).anyMatch(form -> isPart(text, form));
  }

  private static boolean isPart(String text, String form) {
    return text.contains(form)
        && (form.length() >= ANYWHERE_FROM
            || Pattern.compile(
                    "(?<!%1$s)%2$s(?!%1$s)".formatted(NO_PART_OF_A_WORD, Pattern.quote(form)))
                .matcher(text)
                .find());
  }

  private static Stream<String> forms(String secret) {
    String json = json(secret);
    return Stream.of(
            secret,
            json,
            json.replace("/", "\\/"),
            json(json),
            URLEncoder.encode(secret, StandardCharsets.UTF_8))
        .distinct();
  }

  private static String json(String text) {
    return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}
