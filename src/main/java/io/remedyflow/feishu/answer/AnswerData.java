package io.remedyflow.feishu.answer;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.answer.ReplyClassifier.Verdict;
import io.remedyflow.remedy.BilingualText;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads {@code data} of a successful answer. */
public final class AnswerData {

  private AnswerData() {}

  /**
   * The data as an object of that type; null if there is none.
   *
   * @throws FeishuException if a field has an unexpected type: a transient failure
   */
  public static <T> @Nullable T read(Class<T> type, Verdict verdict) {
    JsonNode data = verdict.envelope().data();
    if (data == null || data.isNull()) {
      return null;
    }
    try {
      return Envelope.JSON.treeToValue(data, type);
    } catch (IOException e) {
      throw unreadable(
          verdict,
          new BilingualText(
              "a field of an unexpected type (%s)".formatted(path(e)),
              "类型不符的字段（%s）".formatted(path(e))));
    }
  }

  /**
   * The elements of a list in the data, without nulls; none where Feishu writes no list at all.
   *
   * @param list the list as it was read; null if it is null or missing
   * @param name its name
   * @throws FeishuException if there are other fields instead, or only nulls: a transient failure
   */
  public static <T> List<T> elements(
      @Nullable List<@Nullable T> list, String name, Verdict verdict) {
    JsonNode data = verdict.envelope().data();
    if (list == null) {
      if (data != null && !data.isEmpty() && !data.has(name)) {
        throw unreadable(
            verdict,
            new BilingualText("no list \"%s\"".formatted(name), "没有列表“%s”".formatted(name)));
      }
      return List.of();
    }
    List<T> elements = list.stream().filter(Objects::nonNull).toList();
    if (elements.isEmpty() && !list.isEmpty()) {
      throw unreadable(verdict, new BilingualText("only null in its list", "列表中只有 null"));
    }
    return elements;
  }

  /**
   * The failure for an answer that is not as Feishu documents it. Transient, and without code 0,
   * which means success.
   *
   * @param what what the answer has
   */
  public static FeishuException unreadable(Verdict verdict, BilingualText what) {
    return FeishuException.answered(
            new BilingualText(
                "Feishu's answer has %s. Try again later; if this continues, Feishu has changed its API: look for a newer version of this plugin."
                    .formatted(what.en()),
                "飞书响应的内容不符合约定：%s。请稍后重试；若持续出现，可能是飞书接口已变更，请升级本插件。".formatted(what.zhCn())))
        .logId(verdict.logId())
        .retryable()
        .build();
  }

  /**
   * The failure for an answer about another employee, which must not enter the process. Without
   * code 0, which means success.
   */
  public static FeishuException ofAnotherEmployee(Verdict verdict) {
    return FeishuException.answered(
            new BilingualText(
                "Feishu answered with another employee's data; the answer was discarded. Ask Feishu's support with the log id.",
                "飞书返回了其他员工的数据，该响应已被丢弃。请携带 log id 联系飞书技术支持。"))
        .logId(verdict.logId())
        .build();
  }

  private static String path(IOException e) {
    String inside =
        e instanceof JsonMappingException mapping
            ? mapping.getPathReference().replaceAll("[^\\[]*(\\[[^\\]]*\\])?", "$1")
            : "";
    return "data" + inside.replaceAll("[^\\w\\[\\]\"]", "");
  }
}
