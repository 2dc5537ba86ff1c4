package io.remedyflow.cluster;

import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database of an engine, which its nodes have in common.
 *
 * @param dataSource as the engine uses it
 * @param url its JDBC URL, as far as the engine knows it
 * @param user of that URL
 * @param password of that user
 * @param tablePrefix what stands before the names of the engine's tables, such as {@code camunda.}
 */
public record EngineDatabase(
    DataSource dataSource,
    @Nullable String url,
    @Nullable String user,
    @Nullable String password,
    String tablePrefix) {

  /** What is absent is empty. */
  public EngineDatabase(
      DataSource dataSource,
      @Nullable String url,
      @Nullable String user,
      @Nullable String password,
      @Nullable String tablePrefix) {
    this.dataSource = dataSource;
    this.url = url;
    this.user = user;
    this.password = password;
    this.tablePrefix = Objects.requireNonNullElse(tablePrefix, "");
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "EngineDatabase[" + url + "]";
  }
}
