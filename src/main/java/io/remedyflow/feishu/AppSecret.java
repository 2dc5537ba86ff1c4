package io.remedyflow.feishu;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The secret of a Feishu app. It is never printed: {@code toString} and JSON show asterisks. */
public final class AppSecret {

  private final String value;

  private AppSecret(String value) {
    this.value = value;
  }

  /**
   * Creates a secret.
   *
   * @throws IllegalArgumentException if the value is blank
   */
  @JsonCreator
  public static AppSecret of(String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("the app secret is blank");
    }
    return new AppSecret(value.strip());
  }

  public String reveal() {
    return value;
  }

  /** Whether a text contains this secret; see {@link Disclosure}. */
  public boolean isIn(String text) {
    return Disclosure.isIn(text, value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AppSecret secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @JsonValue
  @Override
  public String toString() {
    return "******";
  }
}
