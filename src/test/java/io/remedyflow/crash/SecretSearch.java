package io.remedyflow.crash;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks for a pattern in every column of a PostgreSQL that could hold text. */
final class SecretSearch {

  private static final String COLUMNS =
      """
      select table_name, column_name, data_type from information_schema.columns
      where table_schema = 'public' and data_type in ('character varying', 'text', 'bytea')
      order by table_name, column_name
      """;

  private final String jdbcUrl;

  SecretSearch(String jdbcUrl) {
    this.jdbcUrl = jdbcUrl;
  }

  /** The columns that hold it, as {@code table.column: how often}. */
  List<String> find(String pattern) {
    List<String> hits = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        ResultSet columns = connection.createStatement().executeQuery(COLUMNS)) {
      while (columns.next()) {
        String column = columns.getString(2);
        String text =
            columns.getString(3).equals("bytea") ? "encode(" + column + ", 'escape')" : column;
        long rows = count(connection, columns.getString(1), text, pattern);
        if (rows > 0) {
          hits.add(columns.getString(1) + "." + column + ": " + rows);
        }
      }
      return hits;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long count(Connection connection, String table, String text, String pattern)
      throws SQLException {
    String sql = "select count(*) from " + table + " where " + text + " ~ ?";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, pattern);
      try (ResultSet result = query.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }
}
