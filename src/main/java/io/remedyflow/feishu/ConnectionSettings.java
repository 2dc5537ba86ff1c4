package io.remedyflow.feishu;

import static java.util.Objects.requireNonNullElse;

import io.remedyflow.ratelimit.RateLimits;
import io.remedyflow.remedy.Language;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to call Feishu as one app, under the names of {@code remedyflow.connections.<name>.*}.
 *
 * @param name the name that models use
 * @param appId the app's id, such as {@code cli_a1b2c3}
 * @param appSecret the app's secret at startup
 * @param baseUrl scheme and host of the open platform, without a trailing slash
 * @param requestsPerSecond the most calls per second that this connection sends to an endpoint,
 *     together with the connections that have the same {@link #rateLimitName()}; see {@link
 *     #rateLimits}
 * @param requestsPerMinute the most calls per minute that this connection sends to an endpoint;
 *     null for the endpoint's own limit
 * @param zone the zone in which an instant becomes an attendance day
 * @param language the language of messages and slot labels
 * @param callDeadline how long one task may wait for an answer, everything included; must stay
 *     below the job executor's lock time (5 minutes by default)
 * @param proxy the HTTP proxy to use; null for none
 * @param showsEmployeeIds whether logs and incidents may show whole employee ids
 * @param secretSource where the secret is read again; null if it never changes
 */
public record ConnectionSettings(
    String name,
    String appId,
    AppSecret appSecret,
    URI baseUrl,
    int requestsPerSecond,
    @Nullable Integer requestsPerMinute,
    ZoneId zone,
    Language language,
    Duration callDeadline,
    @Nullable ProxySettings proxy,
    boolean showsEmployeeIds,
    @Nullable SecretSource secretSource) {

  /** A value that is only a placeholder. Its name is no part of a secret and may be shown. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([\\w.-]+)(:.*)?}");

  /** A number that some resolvers read as an IPv4 address, but people do not. */
  private static final Pattern BARE_NUMBER = Pattern.compile("(0[xX][0-9a-fA-F]*|[0-9]+)\\.?");

  /** Feishu's open platform; Lark's is {@code https://open.larksuite.com}. */
  public static final URI DEFAULT_BASE_URL = URI.create("https://open.feishu.cn");

  /** The limit on Feishu's pages of all APIs that are called here. */
  public static final int DEFAULT_REQUESTS_PER_SECOND = 50;

  /** The zone of most attendance groups of Feishu. */
  public static final ZoneId DEFAULT_ZONE = ZoneId.of("Asia/Shanghai");

  /** The language of messages if none is configured. */
  public static final Language DEFAULT_LANGUAGE = Language.EN;

  /** Long enough for a slow answer and two retries, far below the job executor's lock time. */
  public static final Duration DEFAULT_CALL_DEADLINE = Duration.ofSeconds(10);

  /**
   * Checks the settings, without a call.
   *
   * @throws IllegalArgumentException if a setting is missing or not valid; the message names its
   *     property
   */
  public ConnectionSettings {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a connection of remedyflow.connections has a blank name");
    }
    check(
        !appId.isBlank(),
        name + ".app-id",
        "is missing. Copy it from the app's page in Feishu's developer console");
    check(!isPlaceholder(appId), name + ".app-id", unresolved(appId));
    check(!isPlaceholder(appSecret.reveal()), name + ".app-secret", unresolved(appSecret.reveal()));
    baseUrl = normalised(name, baseUrl);
    check(requestsPerSecond >= 1, name + ".requests-per-second", "must be at least 1");
    check(
        requestsPerMinute == null || requestsPerMinute >= 1,
        name + ".requests-per-minute",
        "must be at least 1");
    check(
        callDeadline.compareTo(Duration.ofMillis(100)) >= 0
            && callDeadline.compareTo(Duration.ofMinutes(5)) < 0,
        name + ".call-deadline",
        "must be at least PT0.1S and stay under the job executor's lock time of 5 minutes, not "
            + callDeadline);
  }

  /** A builder for the settings of a connection. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /**
   * The app at its host, and the limits of this connection's calls, as one text. Connections with
   * the same one share the rate limits of each endpoint. Their names and secrets do not matter,
   * because Feishu counts by app.
   */
  public String rateLimitName() {
    return appAtHost() + " " + RateLimits.of(requestsPerSecond, requestsPerMinute);
  }

  /**
   * The limits of this connection's calls of an endpoint.
   *
   * <p>Up to the default, {@code requests-per-second} is a ceiling for every endpoint: the lower
   * limit counts. A higher value is a deliberate one, since Feishu raises the limit of a tenant on
   * request: it replaces the endpoint's limit. {@code requests-per-minute} replaces the endpoint's
   * limit where it is set.
   *
   * @param documented the limits on Feishu's page of the endpoint
   */
  public RateLimits rateLimits(RateLimits documented) {
    int second =
        requestsPerSecond > DEFAULT_REQUESTS_PER_SECOND
            ? requestsPerSecond
            : Math.min(requestsPerSecond, documented.second().calls());
    return requestsPerMinute == null
        ? new RateLimits(RateLimits.of(second, null).second(), documented.minute())
        : RateLimits.of(second, requestsPerMinute);
  }

  /** What Feishu counts calls by, beside their endpoint: the app, at its host. */
  public String appAtHost() {
    return baseUrl.getAuthority().toLowerCase(Locale.ROOT) + " " + appId;
  }

  /** Whether the secret begins with this text. This finds another value that was set by mistake. */
  public boolean secretStartsWith(String beginning) {
    return appSecret.reveal().startsWith(beginning);
  }

  /**
   * The app's id for people to compare. A value that is no app id is shown as {@code ***}, because
   * it may be the secret.
   */
  public String shownAppId() {
    return appId.startsWith("cli_") ? appId : "***";
  }

  private static String unresolved(String value) {
    Matcher placeholder = PLACEHOLDER.matcher(value);
    return "is a placeholder (${%s}) that nothing resolves. Set the environment variable or the property that it names"
        .formatted(placeholder.matches() ? placeholder.group(1) : "…");
  }

  /**
   * Whether the value contains a placeholder. Spring leaves it unchanged if nothing resolves it.
   */
  public static boolean isPlaceholder(String value) {
    return value.contains("${");
  }

  private static URI normalised(String name, URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    boolean plain =
        url.getUserInfo() == null && url.getQuery() == null && url.getFragment() == null;
    check(
        url.getHost() != null || !String.valueOf(url.getAuthority()).contains("_"),
        name + ".base-url",
        "has a host with an underscore, which no host name may contain, so that Java cannot read it. Use another name of"
            + " that host, or its address");
    check(
        (scheme.equals("https") || scheme.equals("http"))
            && url.getHost() != null
            && !BARE_NUMBER.matcher(url.getHost()).matches()
            && url.getPort() >= -1
            && url.getPort() != 0
            && url.getPort() <= 65_535
            && plain,
        name + ".base-url",
        "must be scheme and host, such as https://open.feishu.cn or https://open.larksuite.com");
    check(
        !CloudMetadata.isAt(url.getHost()),
        name + ".base-url",
        "is where a cloud hands out credentials. The app secret is never sent there, whatever is configured. Set it to"
            + " https://open.feishu.cn or https://open.larksuite.com");
    String rest = url.toString().substring(scheme.length());
    return URI.create(scheme + rest.replaceFirst("/+$", ""));
  }

  private static void check(boolean holds, String property, String complaint) {
    if (!holds) {
      throw new IllegalArgumentException(
          "remedyflow.connections." + property + " " + complaint + ".");
    }
  }

  /**
   * Builds settings. {@code appId} is required, and either {@code appSecret} or {@code
   * appSecretFile}. Every other setting that is not set, or set to null, has the default of {@link
   * ConnectionSettings}; without such a default it is absent, or false.
   */
  public static final class Builder {

    private final String name;
    private String appId = "";
    private @Nullable AppSecret appSecret;
    private URI baseUrl = DEFAULT_BASE_URL;
    private int requestsPerSecond = DEFAULT_REQUESTS_PER_SECOND;
    private @Nullable Integer requestsPerMinute;
    private ZoneId zone = DEFAULT_ZONE;
    private Language language = DEFAULT_LANGUAGE;
    private Duration callDeadline = DEFAULT_CALL_DEADLINE;
    private @Nullable ProxySettings proxy;
    private boolean showsEmployeeIds;
    private @Nullable SecretSource secretSource;
    private @Nullable Path appSecretFile;

    private Builder(String name) {
      this.name = name;
    }

    /** The app's id; required. */
    public Builder appId(@Nullable String value) {
      appId = value == null ? "" : value.strip();
      return this;
    }

    /** The app's secret; required unless a file is set. */
    public Builder appSecret(@Nullable AppSecret value) {
      appSecret = value;
      return this;
    }

    /** Where {@link #appSecret} is read again when it may have changed. */
    public Builder secretSource(@Nullable SecretSource value) {
      secretSource = value;
      return this;
    }

    /** A file that holds the app's secret. It is read again when the secret may have changed. */
    public Builder appSecretFile(@Nullable Path value) {
      appSecretFile = value;
      return this;
    }

    public Builder baseUrl(@Nullable URI value) {
      baseUrl = requireNonNullElse(value, DEFAULT_BASE_URL);
      return this;
    }

    public Builder requestsPerSecond(@Nullable Integer value) {
      requestsPerSecond = requireNonNullElse(value, DEFAULT_REQUESTS_PER_SECOND);
      return this;
    }

    public Builder requestsPerMinute(@Nullable Integer value) {
      requestsPerMinute = value;
      return this;
    }

    public Builder zone(@Nullable ZoneId value) {
      zone = requireNonNullElse(value, DEFAULT_ZONE);
      return this;
    }

    public Builder language(@Nullable Language value) {
      language = requireNonNullElse(value, DEFAULT_LANGUAGE);
      return this;
    }

    public Builder callDeadline(@Nullable Duration value) {
      callDeadline = requireNonNullElse(value, DEFAULT_CALL_DEADLINE);
      return this;
    }

    public Builder proxy(@Nullable ProxySettings value) {
      proxy = value;
      return this;
    }

    public Builder showsEmployeeIds(boolean value) {
      showsEmployeeIds = value;
      return this;
    }

    /**
     * Builds the settings.
     *
     * @throws IllegalArgumentException if one is missing or not valid
     */
    public ConnectionSettings build() {
      SecretFile file = appSecretFile == null ? null : new SecretFile(appSecretFile);
      return new ConnectionSettings(
          name,
          appId,
          file == null ? given() : read(file),
          baseUrl,
          requestsPerSecond,
          requestsPerMinute,
          zone,
          language,
          callDeadline,
          proxy,
          showsEmployeeIds,
          file == null ? secretSource : file);
    }

    private AppSecret given() {
      if (appSecret == null) {
        throw new IllegalArgumentException(
            "remedyflow.connections.%s.app-secret is missing. Set it from the environment or a secret store, or app-secret-file to a file that holds it; never in a model."
                .formatted(name));
      }
      return appSecret;
    }

    private AppSecret read(SecretFile file) {
      check(
          appSecret == null,
          name + ".app-secret-file",
          "is set beside app-secret. Remove one of the two");
      try {
        return file.read();
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "remedyflow.connections.%s.app-secret-file is of no use: %s."
                .formatted(name, e.getMessage()));
      }
    }
  }
}
