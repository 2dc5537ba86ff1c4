package io.remedyflow.plugin.config;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.remedyflow.feishu.AppSecret;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.ProxySettings;
import io.remedyflow.feishu.SecretSource;
import io.remedyflow.remedy.Language;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The properties under {@code remedyflow.connections.<name>}, in Spring's configuration or in a
 * plain engine's. An absent property takes the default of {@link ConnectionSettings}.
 *
 * @param appId the app's id, such as {@code cli_a1b2c3}
 * @param appSecret the app's secret
 * @param baseUrl scheme and host of the open platform: {@code https://open.feishu.cn} (the
 *     default), {@code https://open.larksuite.com}, or a stand-in for them
 * @param requestsPerSecond the most calls that this connection sends to one endpoint in a second;
 *     50 by default
 * @param requestsPerMinute the most calls that this connection sends to one endpoint in a minute;
 *     no limit by default
 * @param zone the time zone that turns an instant into an attendance day; {@code Asia/Shanghai} by
 *     default
 * @param language the language of messages and slot labels, {@code en} (the default) or {@code
 *     zh-CN}
 * @param callDeadline how long one task may wait for an answer; {@code PT10S} by default
 * @param proxy the HTTP proxy to use; none by default
 * @param showEmployeeIds whether logs and incidents may show whole employee ids; false by default
 * @param appSecretFile path of a file that holds the secret, instead of the secret itself; the file
 *     is read again when it changes
 */
@JsonNaming(KebabCaseStrategy.class)
public record ConnectionProperties(
    @Nullable String appId,
    @Nullable AppSecret appSecret,
    @Nullable URI baseUrl,
    @Nullable Integer requestsPerSecond,
    @Nullable Integer requestsPerMinute,
    @Nullable ZoneId zone,
    @Nullable String language,
    @Nullable Duration callDeadline,
    @Nullable ProxySettings proxy,
    @Nullable Boolean showEmployeeIds,
    @Nullable String appSecretFile) {

  /**
   * The settings of the connection with this name.
   *
   * @param secretSource reads the secret again; null if the configuration never changes
   * @throws IllegalArgumentException if a property is missing or invalid; the message names it
   */
  ConnectionSettings toSettings(String name, @Nullable SecretSource secretSource) {
    return ConnectionSettings.builder(name)
        .appId(appId)
        .appSecret(appSecret)
        .secretSource(secretSource)
        .appSecretFile(hasSecretFile() ? secretFile(name) : null)
        .baseUrl(baseUrl)
        .requestsPerSecond(requestsPerSecond)
        .requestsPerMinute(requestsPerMinute)
        .zone(zone)
        .language(language == null ? null : language(name, language))
        .callDeadline(callDeadline)
        .proxy(proxy)
        .showsEmployeeIds(Boolean.TRUE.equals(showEmployeeIds))
        .build();
  }

  /** Whether these properties alone are enough for a connection. */
  boolean isComplete() {
    return appId != null && (appSecret != null || hasSecretFile());
  }

  private boolean hasSecretFile() {
    return appSecretFile != null && !appSecretFile.isBlank();
  }

  private Path secretFile(String name) {
    try {
      return Path.of(String.valueOf(appSecretFile).strip());
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "remedyflow.connections.%s.app-secret-file is no path.".formatted(name));
    }
  }

  /** These properties; where one is absent, the value of the others is used. */
  ConnectionProperties over(ConnectionProperties others) {
    return new ConnectionProperties(
        appId != null ? appId : others.appId,
        appSecret != null ? appSecret : others.appSecret,
        baseUrl != null ? baseUrl : others.baseUrl,
        requestsPerSecond != null ? requestsPerSecond : others.requestsPerSecond,
        requestsPerMinute != null ? requestsPerMinute : others.requestsPerMinute,
        zone != null ? zone : others.zone,
        language != null ? language : others.language,
        callDeadline != null ? callDeadline : others.callDeadline,
        proxy != null ? proxy : others.proxy,
        showEmployeeIds != null ? showEmployeeIds : others.showEmployeeIds,
        appSecretFile != null ? appSecretFile : others.appSecretFile);
  }

  private static Language language(String name, String tag) {
    return Arrays.stream(Language.values())
        .filter(language -> language.tag().equalsIgnoreCase(tag.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "remedyflow.connections.%s.language must be en or zh-CN, not '%s'."
                        .formatted(name, tag)));
  }
}
