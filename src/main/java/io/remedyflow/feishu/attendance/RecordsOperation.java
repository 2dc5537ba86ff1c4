package io.remedyflow.feishu.attendance;

import io.remedyflow.feishu.attendance.RecordsEndpoint.RecordsPage;
import io.remedyflow.feishu.client.Endpoint;
import io.remedyflow.feishu.client.Operation;
import io.remedyflow.feishu.client.PersonalValue;
import io.remedyflow.remedy.approval.RecordsQuery;
import io.remedyflow.remedy.approval.RemedyRecord;
import io.remedyflow.remedy.approval.RemedyRecords;
import io.remedyflow.remedy.approval.RemedyState;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds remedies in several states: Feishu searches one state at a time. */
public final class RecordsOperation implements Operation<RecordsQuery, RemedyRecords> {

  /** The only instance. */
  public static final RecordsOperation INSTANCE = new RecordsOperation();

  private RecordsOperation() {}

  /**
   * Searches the states in Feishu's order: a remedy only ever goes to a state with a higher number,
   * so one that is decided meanwhile is found twice at the most, and then the later state counts.
   *
   * <p>Feishu searches by the time that shall count, which a night shift has on another calendar
   * day than its attendance day.
   */
  @Override
  public RemedyRecords run(RecordsQuery query, Calls calls) {
    Map<Object, RemedyRecord> all = new LinkedHashMap<>();
    String logId = null;
    for (RemedyState state : query.orderedStates()) {
      RemedyRecords found =
          calls.call(
              RecordsEndpoint.INSTANCE,
              RecordsPage.of(query.employees(), query.from(), query.to(), query.zone(), state));
      for (RemedyRecord remedy : found.records()) {
        if (isWithin(query, remedy.remedyDate())) {
          Object id = remedy.approvalId() == null ? new Object() : remedy.approvalId();
          all.remove(id);
          all.put(id, remedy);
        }
      }
      logId = found.logId();
    }
    return new RemedyRecords(List.copyOf(all.values()), logId);
  }

  private static boolean isWithin(RecordsQuery query, @Nullable LocalDate day) {
    return day == null || !(day.isBefore(query.from()) || day.isAfter(query.to()));
  }

  @Override
  public String name() {
    return "find_remedies";
  }

  @Override
  public List<PersonalValue> personalValues(RecordsQuery query) {
    return query.employees().stream().map(PersonalValue::of).toList();
  }

  @Override
  public List<Endpoint<?, ?>> endpoints() {
    return List.of(RecordsEndpoint.INSTANCE);
  }

  @Override
  public List<Endpoint<?, ?>> usualCalls() {
    return Collections.nCopies(RemedyState.values().length, RecordsEndpoint.INSTANCE);
  }
}
