package io.remedyflow.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a scenario found out.
 *
 * @param title what it is about, in one line
 * @param columns the table's head
 * @param rows the table's cells
 * @param curves calls over time, where that was recorded
 */
record Findings(String title, List<String> columns, List<List<Object>> rows, List<Curve> curves) {

  /**
   * Calls to Feishu, second by second.
   *
   * @param name whose
   * @param admitted those that the limit let through
   * @param rejected those that it did not
   */
  record Curve(String name, List<Integer> admitted, List<Integer> rejected) {

    /** From this moment on, in milliseconds since the epoch. */
    static Curve of(String name, Calls calls, long start) {
      return new Curve(
          name,
          calls.admitted().perSecond(start),
          new Calls(calls.calls().stream().filter(call -> !call.admitted()).toList())
              .perSecond(start));
    }
  }

  static Findings titled(String title, String... columns) {
    return new Findings(title, List.of(columns), new ArrayList<>(), new ArrayList<>());
  }

  void row(Object... cells) {
    rows.add(List.of(cells));
  }

  void curve(Curve curve) {
    curves.add(curve);
  }

  String markdown() {
    StringBuilder text = new StringBuilder("## ").append(title).append("\n\n");
    line(text, columns);
    line(text, columns.stream().map(column -> "---").toList());
    rows.forEach(row -> line(text, row.stream().map(Findings::cell).toList()));
    return text.append('\n').toString();
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String cell(Object value) {
    return value instanceof Double number
        ? String.format(Locale.ROOT, number < 10 ? "%.2f" : number < 100 ? "%.1f" : "%.0f", number)
        : String.valueOf(value);
  }
}
