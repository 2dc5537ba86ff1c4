package io.remedyflow.feishu.answer;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A message that changes the meaning of a code: for codes of Feishu that have more than one
 * meaning, where only the message tells which. A code with such a message is read as another code.
 * All other known codes are never decided by their message.
 *
 * <p>Feishu may change its wording at any time, so messages are matched loosely: in lower case,
 * with each run of characters other than letters and digits as one blank.
 *
 * @param name of the rule, by which an endpoint's rule replaces a general one
 * @param meant the code that the message means
 * @param example a message that matches, from documents
 * @param message matches the message
 * @param codes the codes that are read so; of a row with several codes, the first
 * @param unknownCodesToo whether the rule also applies to unknown codes
 */
public record MeaningByMessage(
    String name,
    int meant,
    String example,
    Pattern message,
    Set<Integer> codes,
    boolean unknownCodesToo) {

  /** A rule for no code yet. */
  public MeaningByMessage(String name, int meant, String example, String message) {
    this(name, meant, example, Pattern.compile(message), Set.of(), false);
  }

  /** This rule for unknown codes, too. */
  public MeaningByMessage andUnknownCodes() {
    return new MeaningByMessage(name, meant, example, message, codes, true);
  }

  /** This rule for more codes. */
  public MeaningByMessage and(Integer... more) {
    Set<Integer> all = new TreeSet<>(codes);
    all.addAll(Set.of(more));
    return new MeaningByMessage(name, meant, example, message, Set.copyOf(all), unknownCodesToo);
  }

  boolean reads(int code, boolean known) {
    return known ? codes.contains(code) : unknownCodesToo;
  }
}
