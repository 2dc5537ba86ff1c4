package io.remedyflow.plugin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remedyflow.feishu.AppSecret;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.ProxySettings;
import io.remedyflow.remedy.Language;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainConfigurationTest {

  private static final Map<String, String> NO_ENVIRONMENT = Map.of("PATH", "/bin");
  private static final String REQUIRED =
      """
      remedyflow.connections.default.app-id=cli_a1b2c3
      remedyflow.connections.default.app-secret=s3cr3t
      """;

  @Test
  void every_property_is_read() {
    var settings =
        settings(
            REQUIRED
                + """
                remedyflow.connections.default.base-url=https://open.larksuite.com/
                remedyflow.connections.default.requests-per-second=20
                remedyflow.connections.default.requests-per-minute=600
                remedyflow.connections.default.zone=Asia/Tokyo
                remedyflow.connections.default.language=zh-CN
                remedyflow.connections.default.call-deadline=PT3.5S
                remedyflow.connections.default.proxy.host=proxy.example.com
                remedyflow.connections.default.proxy.port=3128
                remedyflow.connections.default.proxy.username=me
                remedyflow.connections.default.proxy.password=s3cr3t
                remedyflow.connections.default.show-employee-ids=true
                """);

    assertThat(settings)
        .isEqualTo(
            new ConnectionSettings(
                "default",
                "cli_a1b2c3",
                AppSecret.of("s3cr3t"),
                URI.create("https://open.larksuite.com"),
                20,
                600,
                ZoneId.of("Asia/Tokyo"),
                Language.ZH_CN,
                Duration.ofMillis(3_500),
                new ProxySettings("proxy.example.com", 3128, "me", "s3cr3t"),
                true,
                null));
  }

  @Test
  void what_is_absent_has_the_defaults_of_the_library() {
    assertThat(settings(REQUIRED))
        .isEqualTo(
            ConnectionSettings.builder("default")
                .appId("cli_a1b2c3")
                .appSecret(AppSecret.of("s3cr3t"))
                .build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n   \n", "# a remark\n! another\n"})
  void no_text_is_no_connection(String text) {
    var read = PlainConfiguration.read(text, NO_ENVIRONMENT);

    assertThat(read.connections()).isEmpty();
    assertThat(read.tenantConnections()).isEmpty();
  }

  @Test
  void lines_may_be_indented_have_spaces_around_them_and_come_from_windows() {
    var settings =
        settings(
            """
            \t  remedyflow.connections.default.app-id = cli_a1b2c3 \s
               remedyflow.connections.default.app-secret: s3cr3t \s
               remedyflow.connections.default.base-url = https://open.feishu.cn \s
               remedyflow.connections.default.requests-per-second = 20 \s
               remedyflow.connections.default.zone = Asia/Tokyo \s
               remedyflow.connections.default.language = zh-cn \s
               remedyflow.connections.default.call-deadline = PT5S \s
            """
                .replace("\n", "\r\n"));

    assertThat(settings.appId()).isEqualTo("cli_a1b2c3");
    assertThat(settings.appSecret()).isEqualTo(AppSecret.of("s3cr3t"));
    assertThat(settings.requestsPerSecond()).isEqualTo(20);
    assertThat(settings.zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    assertThat(settings.language()).isEqualTo(Language.ZH_CN);
  }

  @Test
  void a_secret_may_hold_an_equals_sign_and_a_colon() {
    var read =
        PlainConfiguration.read(
            "remedyflow.connections.default.app-secret=a=b:c#d!e", NO_ENVIRONMENT);

    assertThat(read.connections().get("default").appSecret()).isEqualTo(AppSecret.of("a=b:c#d!e"));
  }

  @Test
  void there_may_be_many_connections_and_tenants() {
    var read =
        PlainConfiguration.read(
            """
            remedyflow.connections.default.app-id=a
            remedyflow.connections.north-china.app-id=b
            remedyflow.connections.工厂.app-id=c
            remedyflow.tenant-connections.acme=north-china
            remedyflow.tenant-connections.Beta_Corp=default
            """,
            NO_ENVIRONMENT);

    assertThat(read.connections().keySet())
        .containsExactlyInAnyOrder("default", "north-china", "工厂");
    assertThat(read.tenantConnections())
        .isEqualTo(Map.of("acme", "north-china", "Beta_Corp", "default"));
  }

  @Test
  void connections_and_tenants_may_be_called_by_numbers() {
    var read =
        PlainConfiguration.read(
            """
            remedyflow.connections.1.app-id=a
            remedyflow.connections.2.app-id=b
            remedyflow.tenant-connections.1001=1
            remedyflow.tenant-connections.1002=2
            """,
            NO_ENVIRONMENT);

    assertThat(read.connections().keySet()).containsExactlyInAnyOrder("1", "2");
    assertThat(read.tenantConnections()).isEqualTo(Map.of("1001", "1", "1002", "2"));
  }

  @Test
  void a_tenant_id_may_hold_dots_as_in_spring() {
    var read =
        PlainConfiguration.read(
            """
            remedyflow.tenant-connections.acme.com=a
            remedyflow.tenant-connections.acme=b
            """,
            NO_ENVIRONMENT);

    assertThat(read.tenantConnections()).isEqualTo(Map.of("acme.com", "a", "acme", "b"));
  }

  @ParameterizedTest
  @CsvSource({
    "feishu.app-id,feishu.app-id",
    "remedyflow,remedyflow",
    "remedyflow.conections.default.app-id,remedyflow.conections",
    "remedyflow.connections.default.app_id,remedyflow.connections.default.app_id",
    "remedyflow.connections.default.appSecret,remedyflow.connections.default.appSecret",
    "remedyflow.connections.default.secret,remedyflow.connections.default.secret",
    "remedyflow.connections.default.app-secret.x,remedyflow.connections.default.app-secret",
    "remedyflow.connections.default.proxy.pasword,remedyflow.connections.default.proxy",
    "remedyflow.connections.default,remedyflow.connections.default",
    "remedyflow.connections.default.requests-per-second,remedyflow.connections.default.requests-per-second",
    "remedyflow.connections.default.requests-per-minute,remedyflow.connections.default.requests-per-minute",
    "remedyflow.connections.default.zone,remedyflow.connections.default.zone",
    "remedyflow.connections.default.call-deadline,remedyflow.connections.default.call-deadline",
    "remedyflow.connections.default.show-employee-ids,remedyflow.connections.default.show-employee-ids",
    "remedyflow.connections.default.proxy.port,remedyflow.connections.default.proxy"
  })
  void an_unknown_name_or_an_invalid_value_is_named_and_never_shown(String name, String named) {
    assertThatThrownBy(() -> PlainConfiguration.read(name + "=hunter2 %&", NO_ENVIRONMENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named)
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("hunter2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"app-id", "app-secret"})
  void a_property_that_is_missing_or_blank_is_named(String property) {
    String others =
        REQUIRED.lines().filter(line -> !line.contains(property)).findFirst().orElseThrow();
    String name = "remedyflow.connections.default." + property;

    assertThatThrownBy(() -> settings(others)).hasMessageContaining(name);
    assertThatThrownBy(() -> settings(others + "\n" + name + "=   ")).hasMessageContaining(name);
  }

  @Test
  void an_unknown_language_is_rejected_with_the_known_ones() {
    assertThatThrownBy(() -> settings(REQUIRED + "remedyflow.connections.default.language=zh-TW"))
        .hasMessageContaining("remedyflow.connections.default.language must be en or zh-CN");
  }

  @Test
  void the_environment_wins() {
    var settings =
        PlainConfiguration.read(
                REQUIRED,
                Map.of(
                    "REMEDYFLOW_CONNECTIONS_DEFAULT_APPSECRET", "other",
                    "REMEDYFLOW_CONNECTIONS_DEFAULT_PROXY_HOST", "proxy.example.com",
                    "REMEDYFLOW_CONNECTIONS_DEFAULT_PROXY_PORT", "3128",
                    "REMEDYFLOW_CONNECTIONS_DEFAULT_CALLDEADLINE", "PT2S",
                    "REMEDYFLOW_CONNECTIONS_DEFAULT_REQUESTSPERMINUTE", "7",
                    "REMEDYFLOW_CONNECTIONS_DEFAULT_SHOWEMPLOYEEIDS", "true"))
            .connections()
            .get("default")
            .toSettings("default", null);

    assertThat(settings.appId()).isEqualTo("cli_a1b2c3");
    assertThat(settings.appSecret()).isEqualTo(AppSecret.of("other"));
    assertThat(settings.proxy())
        .isEqualTo(new ProxySettings("proxy.example.com", 3128, null, null));
    assertThat(settings.callDeadline()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.requestsPerMinute()).isEqualTo(7);
    assertThat(settings.showsEmployeeIds()).isTrue();
  }

  @Test
  void a_secret_may_stand_in_a_file_that_a_variable_names(@TempDir Path directory)
      throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "s3cr3t\n");
    var read =
        PlainConfiguration.read(
            "remedyflow.connections.default.app-id=cli_a1b2c3",
            Map.of("REMEDYFLOW_CONNECTIONS_DEFAULT_APPSECRETFILE", file.toString()));

    assertThat(read.connections().get("default").toSettings("default", null).appSecret())
        .isEqualTo(AppSecret.of("s3cr3t"));
  }

  @Test
  void a_secret_and_a_file_of_it_are_one_too_many(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "hunter2");

    assertThatThrownBy(
            () -> settings(REQUIRED + "remedyflow.connections.default.app-secret-file=" + file))
        .hasMessageContaining("remedyflow.connections.default.app-secret-file is set beside")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void a_blank_path_is_no_file() {
    assertThat(settings(REQUIRED + "remedyflow.connections.default.app-secret-file= "))
        .isEqualTo(settings(REQUIRED));
  }

  @Test
  void the_environment_alone_is_enough() {
    var read =
        PlainConfiguration.read(
            "",
            Map.of(
                "REMEDYFLOW_CONNECTIONS_HR_NORTH_APPID", "cli_a1b2c3",
                "REMEDYFLOW_CONNECTIONS_HR_NORTH_APPSECRET", "s3cr3t",
                "REMEDYFLOW_TENANTCONNECTIONS_ACME", "hr_north"));

    assertThat(read.connections().keySet()).containsExactly("hr_north");
    assertThat(read.tenantConnections()).isEqualTo(Map.of("acme", "hr_north"));
  }

  @Test
  void the_environment_means_a_connection_in_any_case_of_its_name() {
    var read =
        PlainConfiguration.read(
            """
            remedyflow.connections.Lark.app-id=cli_a1b2c3
            remedyflow.tenant-connections.ACME=default
            """,
            Map.of(
                "REMEDYFLOW_CONNECTIONS_LARK_APPSECRET", "s3cr3t",
                "REMEDYFLOW_TENANTCONNECTIONS_ACME", "Lark"));

    assertThat(read.connections().keySet()).containsExactly("Lark");
    assertThat(read.tenantConnections()).isEqualTo(Map.of("ACME", "Lark"));
  }

  @Test
  void a_cluster_is_read_and_nothing_of_it_is_required() {
    String text =
        """
        remedyflow.cluster.nodes=3
        remedyflow.cluster.shared-rate-limit=off
        remedyflow.cluster.create-table=false
        remedyflow.cluster.database-connections=engine
        """;

    assertThat(PlainConfiguration.read(text, NO_ENVIRONMENT).cluster())
        .isEqualTo(new ClusterProperties(3, "off", false, "engine"));
    assertThat(PlainConfiguration.read(REQUIRED, NO_ENVIRONMENT).cluster())
        .isEqualTo(ClusterProperties.DEFAULTS);
    assertThat(
            PlainConfiguration.read(
                    text,
                    Map.of(
                        "REMEDYFLOW_CLUSTER_NODES", "2",
                        "REMEDYFLOW_CLUSTER_SHAREDRATELIMIT", "auto",
                        "REMEDYFLOW_CLUSTER_CREATE_TABLE", "true"))
                .cluster())
        .isEqualTo(new ClusterProperties(2, "auto", true, "engine"));
  }

  @ParameterizedTest
  @CsvSource({
    "nodes,0",
    "nodes,-1",
    "nodes,many",
    "shared-rate-limit,on",
    "create-table,perhaps",
    "database-connections,mine"
  })
  void a_cluster_that_makes_no_sense_is_rejected_by_name(String property, String value) {
    assertThatThrownBy(
            () -> {
              var read =
                  PlainConfiguration.read(
                      "remedyflow.cluster." + property + "=" + value, NO_ENVIRONMENT);
              RemedyflowConnections.builder().cluster(read.cluster()).open().close();
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("remedyflow.cluster." + property);
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "OFF", "false"})
  void a_shared_rate_limit_that_is_off_is_off_also_as_yaml_understands_it(String word) {
    assertThat(new ClusterProperties(null, word, null, null).checked().sharesRateLimit()).isFalse();
    assertThat(new ClusterProperties(null, " Auto ", null, null).checked().sharesRateLimit())
        .isTrue();
  }

  @Test
  void every_value_is_stripped_wherever_it_comes_from() {
    String prefix = "remedyflow.connections.default.";
    var fromText =
        settings(
            REQUIRED
                + prefix
                + "base-url=\\u0020https://open.larksuite.com\\n\n"
                + prefix
                + "requests-per-second=20\\n\n"
                + prefix
                + "requests-per-minute=600 \n"
                + prefix
                + "zone=Asia/Tokyo\\n\n"
                + prefix
                + "language=zh-CN\\n\n"
                + prefix
                + "call-deadline=PT5S\\n\n"
                + prefix
                + "proxy.host=proxy.example.com\\n\n"
                + prefix
                + "proxy.port=3128\\n\n"
                + prefix
                + "proxy.username=me\\n\n"
                + prefix
                + "proxy.password=pass-word\\r\\n\n"
                + prefix
                + "show-employee-ids=true\\n\n");
    var fromVariables =
        PlainConfiguration.read(
                REQUIRED,
                Map.of(
                    "REMEDYFLOW_CONNECTIONS_DEFAULT_CALLDEADLINE", "PT5S\n",
                    "REMEDYFLOW_CONNECTIONS_DEFAULT_PROXY_HOST", "proxy.example.com\n",
                    "REMEDYFLOW_CONNECTIONS_DEFAULT_PROXY_PORT", "3128\n",
                    "REMEDYFLOW_CONNECTIONS_DEFAULT_PROXY_PASSWORD", "pass-word\n"))
            .connections()
            .get("default")
            .toSettings("default", null);

    assertThat(fromText.baseUrl()).isEqualTo(URI.create("https://open.larksuite.com"));
    assertThat(fromText.callDeadline()).isEqualTo(Duration.ofSeconds(5));
    assertThat(fromText.proxy())
        .isEqualTo(new ProxySettings("proxy.example.com", 3128, "me", "pass-word"));
    assertThat(fromText.showsEmployeeIds()).isTrue();
    assertThat(fromVariables.callDeadline()).isEqualTo(Duration.ofSeconds(5));
    assertThat(fromVariables.proxy())
        .isEqualTo(new ProxySettings("proxy.example.com", 3128, null, "pass-word"));
  }

  @ParameterizedTest
  @CsvSource({
    "remedyflow.connections.default.langauge,Did you mean remedyflow.connections.default.language?",
    "remedyflow.connections.hr.requests-per-secnd,Did you mean remedyflow.connections.hr.requests-per-second?",
    "remedyflow.connections.default.secret,Did you mean remedyflow.connections.default.app-secret?",
    "remedyflow.connections.default.appSecret,Did you mean remedyflow.connections.default.app-secret?",
    "remedyflow.connections.default.proxy.pasword,Did you mean remedyflow.connections.default.proxy.password?",
    "remedyflow.connection.default.app-id,Did you mean remedyflow.connections.default.app-id?",
    "remedyflow.cluster.node,Did you mean remedyflow.cluster.nodes?",
    "remedyflow.connections.default.something-else,Known are remedyflow.connections.default.app-id"
  })
  void an_unknown_name_is_rejected_with_the_nearest_one(String name, String advice) {
    assertThatThrownBy(() -> PlainConfiguration.read(name + "=hunter2", NO_ENVIRONMENT))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith(name + " is not a property of Remedyflow.")
        .hasMessageContaining(advice)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void every_property_that_is_bound_is_a_known_name() {
    assertThat(PropertyNames.ofConnections())
        .containsExactlyInAnyOrderElementsOf(names(ConnectionProperties.class, ""));
    assertThat(PropertyNames.ofCluster())
        .containsExactlyInAnyOrderElementsOf(names(ClusterProperties.class, ""));
  }

  private static List<String> names(Class<?> properties, String prefix) {
    return Stream.of(properties.getRecordComponents())
        .flatMap(
            component -> {
              String name =
                  prefix
                      + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
              return component.getType().isRecord()
                  ? names(component.getType(), name + ".").stream()
                  : Stream.of(name);
            })
        .toList();
  }

  @Test
  void a_secret_is_never_part_of_a_text() {
    var read = PlainConfiguration.read(REQUIRED, NO_ENVIRONMENT);

    assertThat(read.toString()).doesNotContain("s3cr3t");
    assertThat(read.connections().get("default").toSettings("default", null).toString())
        .doesNotContain("s3cr3t");
  }

  @Test
  void a_mistake_among_the_tenants_is_named() {
    var read =
        PlainConfiguration.read(
            REQUIRED + "remedyflow.tenant-connections.acme=larq", NO_ENVIRONMENT);

    assertThatThrownBy(
            () ->
                RemedyflowConnections.builder()
                    .connections(read.connections())
                    .tenantConnections(read.tenantConnections())
                    .open()
                    .close())
        .hasMessageContaining("remedyflow.tenant-connections.acme")
        .hasMessageContaining("'larq'");
  }

  private static ConnectionSettings settings(String text) {
    return PlainConfiguration.read(text, NO_ENVIRONMENT)
        .connections()
        .get("default")
        .toSettings("default", null);
  }

  private static String stackTrace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"APPID", "APP_ID"})
  void a_variable_may_keep_the_underscores_of_its_dashes(String suffix) {
    PlainConfiguration read =
        PlainConfiguration.read(
            "remedyflow.connections.default.app-secret=s3cr3t",
            Map.of("REMEDYFLOW_CONNECTIONS_DEFAULT_" + suffix, "cli_a1b2c3"));

    assertThat(read.connections().get("default").appId()).isEqualTo("cli_a1b2c3");
  }

  @Test
  void an_empty_variable_is_no_value() {
    PlainConfiguration read =
        PlainConfiguration.read(
            "remedyflow.connections.default.base-url=https://open.larksuite.com",
            Map.of("REMEDYFLOW_CONNECTIONS_DEFAULT_BASEURL", ""));

    assertThat(read.connections().get("default").baseUrl())
        .isEqualTo(URI.create("https://open.larksuite.com"));
  }
}
