package io.remedyflow.feishu.http;

import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.ProxySettings;
import io.remedyflow.remedy.CleanText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;

/**
 * Removes from text that is about to be shown what must not be shown: secrets are redacted, and
 * personal values masked. Text that is only parsed stays unchanged: a secret may be a word such as
 * {@code code} or {@code data}, and then redacting would change the answer.
 */
public final class Redaction {

  /** Removes nothing. */
  public static final Redaction NONE = new Redaction(List.of(), Map.of());

  private static final String BLANK = "******";

  /** A shorter secret can be part of many words, log ids among them. */
  private static final int LONG_ENOUGH_TO_BE_FOUND_IN_WORDS = 8;

  private final List<String> secrets;
  private final Map<String, String> masks;

  private Redaction(List<String> secrets, Map<String, String> masks) {
    this.secrets = secrets;
    this.masks = masks;
  }

  /**
   * Redacts secrets.
   *
   * @param secrets what must not be shown, in each form in which it is sent
   */
  public static Redaction of(List<String> secrets) {
    return new Redaction(secrets.stream().filter(secret -> !secret.isEmpty()).toList(), Map.of());
  }

  /**
   * Redacts the secrets of a connection, in the forms in which they are sent, and the given ones:
   * Feishu, a gateway or a proxy may quote the request in an error page.
   */
  public static Redaction of(ConnectionSettings settings, String... more) {
    List<String> secrets = new ArrayList<>(List.of(more));
    secrets.add(settings.appSecret().reveal());
    ProxySettings proxy = settings.proxy();
    if (proxy != null && proxy.password() != null && !proxy.password().isEmpty()) {
      byte[] basic = (proxy.username() + ":" + proxy.password()).getBytes(StandardCharsets.UTF_8);
      secrets.add(Base64.getEncoder().encodeToString(basic));
      secrets.add(proxy.password());
    }
    return of(secrets);
  }

  /**
   * The same, which also masks values: a gateway may quote the request, and Feishu names employees.
   *
   * @param maskByValue how each value is shown instead
   */
  public Redaction masking(Map<String, String> maskByValue) {
    return new Redaction(secrets, Map.copyOf(maskByValue));
  }

  /**
   * The text as one clean line.
   *
   * @param atMost the most UTF-16 units that the result may have, before anything is removed
   */
  public String clean(String text, int atMost) {
    // Again: cleaning may join a secret that an invisible character had divided.
    return applyTo(CleanText.of(applyTo(text), atMost));
  }

  /** The text with its secrets redacted and its personal values masked. */
  public String applyTo(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean =
          secret.length() < LONG_ENOUGH_TO_BE_FOUND_IN_WORDS
              ? replaced(secret, BLANK, clean)
              : clean.replace(secret, BLANK);
    }
    for (Map.Entry<String, String> mask : masks.entrySet()) {
      clean = masked(mask.getKey(), mask.getValue(), clean);
    }
    return clean;
  }

  /** Masks a value where it stands alone, also in other capitals: an e-mail is still the same. */
  private static String masked(String value, String mask, String text) {
    return text.toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT)) // rare
        ? WholeToken.ignoringCase(value).matcher(text).replaceAll(Matcher.quoteReplacement(mask))
        : text;
  }

  /** Replaces a value where it stands alone. */
  private static String replaced(String value, String replacement, String text) {
    return text.contains(value) // rare
        ? WholeToken.of(value).matcher(text).replaceAll(Matcher.quoteReplacement(replacement))
        : text;
  }
}
