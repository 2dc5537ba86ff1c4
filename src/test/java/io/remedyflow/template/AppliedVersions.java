package io.remedyflow.template;

import io.remedyflow.camunda.contract.TaskTemplate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The versions of templates that a model names. */
final class AppliedVersions {

  private static final Pattern TAG = Pattern.compile("<(?:[^<>\"]++|\"[^<\"]*+\")*+>");
  private static final Pattern VERSION =
      Pattern.compile("(?<= camunda:modelerTemplateVersion=\")\\d+(?=\")");

  private AppliedVersions() {}

  /** The model with the newest version of this template; nothing else changes, not even a blank. */
  static String newest(String model, TaskTemplate template) {
    String applied = " camunda:modelerTemplate=\"" + template.id() + "\"";
    return TAG.matcher(model)
        .replaceAll(tag -> Matcher.quoteReplacement(newest(tag, applied, template)));
  }

  private static String newest(MatchResult tag, String applied, TaskTemplate template) {
    String text = tag.group();
    return text.contains(applied)
        ? VERSION.matcher(text).replaceAll(String.valueOf(template.version()))
        : text;
  }
}
