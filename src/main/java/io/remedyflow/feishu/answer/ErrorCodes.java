package io.remedyflow.feishu.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The table of all codes that an endpoint is known to answer with: the general ones, and its own.
 *
 * @param rows the codes; no code is in two rows
 * @param rules the messages that change the meaning of a code; the first that matches counts
 */
public record ErrorCodes(List<FeishuErrorCode> rows, List<MeaningByMessage> rules) {

  /** Success. */
  public static final int OK = 0;

  /** A table of these rows and rules. */
  public ErrorCodes {
    rows = List.copyOf(rows);
    rules = List.copyOf(rules);
  }

  /**
   * This table with an endpoint's own rows and rules. A row replaces the one with the same number,
   * which then has another meaning; a rule replaces the one with the same name.
   */
  public ErrorCodes with(List<FeishuErrorCode> ownRows, List<MeaningByMessage> ownRules) {
    List<FeishuErrorCode> allRows = new ArrayList<>(ownRows);
    rows.stream()
        .filter(row -> ownRows.stream().noneMatch(own -> own.covers(row.first())))
        .forEach(allRows::add);
    List<MeaningByMessage> allRules = new ArrayList<>();
    rules.stream()
        .filter(rule -> ownRules.stream().noneMatch(own -> own.name().equals(rule.name())))
        .forEach(allRules::add);
    allRules.addAll(ownRules);
    return new ErrorCodes(allRows, allRules);
  }

  /** The row of a code; empty for success and for a code that is not known. */
  public Optional<FeishuErrorCode> find(int code) {
    return rows.stream().filter(row -> row.covers(code)).findFirst();
  }

  /** The row of a code that is in the table. */
  public FeishuErrorCode get(int code) {
    return find(code).orElseThrow(() -> new IllegalArgumentException("no row has code " + code));
  }

  /**
   * What a code means with this message; empty for success, and for an unknown code with a message
   * that no rule matches.
   */
  public Optional<FeishuErrorCode> meant(int code, String msg) {
    if (code == OK) {
      return Optional.empty();
    }
    Optional<FeishuErrorCode> row = find(code);
    String text = msg.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ");
    return rules.stream()
        .filter(rule -> rule.reads(code, row.isPresent()) && rule.message().matcher(text).find())
        .findFirst()
        .map(rule -> get(rule.meant()))
        .or(() -> row);
  }
}
