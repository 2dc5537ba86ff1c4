package io.remedyflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.spring.boot.starter.property.CamundaBpmProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The settings to copy exist, say what the pages say, and fit together. */
class EngineSettingsTest {

  private static final Pattern BLOCK =
      Pattern.compile("```properties\n(camunda\\.bpm.*?)```", Pattern.DOTALL);

  @Test
  void both_pages_give_the_same_settings() throws IOException {
    assertThat(settings(OperationsPageTest.PAGES.get(1)))
        .isEqualTo(settings(OperationsPageTest.PAGES.get(0)));
  }

  @ParameterizedTest
  @FieldSource("io.remedyflow.docs.OperationsPageTest#PAGES")
  void camunda_and_hikari_know_each_of_them_and_no_job_waits_for_a_connection(Path page)
      throws IOException {
    CamundaBpmProperties camunda =
        bound(page, "camunda.bpm", Bindable.of(CamundaBpmProperties.class));
    HikariDataSource hikari =
        bound(page, "spring.datasource.hikari", Bindable.of(HikariDataSource.class));

    assertThat(camunda.getJobExecution().getMaxPoolSize())
        .isEqualTo(camunda.getJobExecution().getCorePoolSize())
        .isLessThan(hikari.getMaximumPoolSize());
  }

  @ParameterizedTest
  @FieldSource("io.remedyflow.docs.OperationsPageTest#PAGES")
  void each_has_a_row_that_says_why(Path page) throws IOException {
    String text = Files.readString(page);
    settings(page)
        .forEach(
            (name, value) -> {
              String shortName = name.substring(name.lastIndexOf('.') + 1);
              assertThat(text).containsPattern("(?m)^\\| `" + shortName + "` \\| `" + value + "` ");
            });
  }

  private static <T> T bound(Path page, String prefix, Bindable<T> target) throws IOException {
    return new Binder(new MapConfigurationPropertySource(settings(page)))
        .bind(prefix, target, new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
        .get();
  }

  private static Map<String, String> settings(Path page) throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(page));
    assertThat(block.find()).isTrue();
    Properties properties = new Properties();
    properties.load(new StringReader(block.group(1)));
    Map<String, String> settings = new TreeMap<>();
    properties.forEach((name, value) -> settings.put(String.valueOf(name), String.valueOf(value)));
    return settings;
  }
}
