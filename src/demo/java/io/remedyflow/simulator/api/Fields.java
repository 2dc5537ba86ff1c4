package io.remedyflow.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remedyflow.simulator.company.ErrorReplies;
import io.remedyflow.simulator.http.Endpoint;
import io.remedyflow.simulator.http.ErrorReplyException;
import io.remedyflow.simulator.http.Json;
import io.remedyflow.simulator.http.Request;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The body of a request for attendance, read strictly: a field of another type or form than the
 * page's is an error that names it. Nothing is coerced, and what the page does not name is ignored.
 */
final class Fields {

  private static final DateTimeFormatter DATE = strict("uuuuMMdd");
  private static final DateTimeFormatter TIME = strict("uuuu-MM-dd HH:mm");

  private final ObjectNode body;

  private Fields(ObjectNode body) {
    this.body = body;
  }

  static Fields of(Request request) {
    return new Fields(
        Json.object(request.body()).orElseThrow(() -> invalid("body", "send a JSON object")));
  }

  static void requireJson(Request request) {
    if (!Endpoint.sendsJson(request)) {
      throw invalid("Content-Type", "send application/json; charset=utf-8");
    }
  }

  static int number(LocalDate day) {
    return Integer.parseInt(DATE.format(day));
  }

  static String text(LocalDateTime time) {
    return TIME.format(time);
  }

  boolean has(String field) {
    return !body.path(field).isMissingNode();
  }

  String text(String field) {
    JsonNode value = body.path(field);
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw invalid(field, "send a string");
    }
    return value.asText();
  }

  int integer(String field, int least, int most) {
    JsonNode value = body.path(field);
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > most) {
      throw invalid(field, "send an integer from " + least + " to " + most);
    }
    return value.intValue();
  }

  LocalDate day(String field) {
    JsonNode value = body.path(field);
    try {
      if (value.isIntegralNumber()) {
        return LocalDate.parse(value.asText(), DATE);
      }
    } catch (DateTimeException e) {
      // an error below, like any other value that is no day
    }
    throw invalid(field, "send an integer yyyyMMdd");
  }

  LocalDateTime time(String field) {
    try {
      return LocalDateTime.parse(text(field), TIME);
    } catch (DateTimeException e) {
      throw invalid(field, "send a string yyyy-MM-dd HH:mm");
    }
  }

  Instant epochSeconds(String field) {
    JsonNode value = body.path(field);
    if (!value.isTextual() || !value.asText().matches("\\d{1,10}")) {
      throw invalid(field, "send epoch seconds as a string");
    }
    return Instant.ofEpochSecond(Long.parseLong(value.asText()));
  }

  Set<String> texts(String field, int most) {
    JsonNode list = body.path(field);
    var texts = new LinkedHashSet<String>();
    boolean sound = list.isArray() && !list.isEmpty() && list.size() <= most;
    for (JsonNode value : list) {
      sound &= value.isTextual() && !value.asText().isEmpty();
      texts.add(value.asText());
    }
    if (!sound) {
      throw invalid(field, "send from 1 to " + most + " strings");
    }
    return texts;
  }

  static ErrorReplyException invalid(String field, String advice) {
    return ErrorReplies.invalid(field + " invalid, " + advice).thrown();
  }

  private static DateTimeFormatter strict(String pattern) {
    return DateTimeFormatter.ofPattern(pattern).withResolverStyle(ResolverStyle.STRICT);
  }
}
