package io.remedyflow.remedy.approval;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Feishu's answer to a {@link RecordsQuery}.
 *
 * @param records the remedies, in the order of their states, else in Feishu's order
 * @param logId Feishu's log id, or null
 */
public record RemedyRecords(List<RemedyRecord> records, @Nullable String logId) {

  /** Copies the records. */
  public RemedyRecords {
    records = List.copyOf(records);
  }
}
