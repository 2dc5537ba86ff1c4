package io.remedyflow.feishu.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.client.FeishuConnection;
import io.remedyflow.ratelimit.SettableTime;
import io.remedyflow.remedy.DenialReason;
import io.remedyflow.remedy.PunchStatus;
import io.remedyflow.remedy.RemedyOutcome.Available;
import io.remedyflow.remedy.RemedyOutcome.Denied;
import io.remedyflow.remedy.RemedySlot;
import io.remedyflow.remedy.WorkType;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.LogLines;
import io.remedyflow.testing.TestCaller;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slots that are not as Feishu's page has them. */
class SlotFaultsTest {

  @AutoClose private final FeishuSimulator feishu = FeishuSimulator.start();
  @AutoClose private final TestCaller caller = TestCaller.of(feishu, new SettableTime());
  @AutoClose private final LogLines log = new LogLines(SlotReader.class);

  @Test
  @Provokes(FaultRow.J5)
  void a_null_among_the_slots_is_left_out_and_counted_in_one_warning() {
    List<RemedySlot> slots = slots("null,{\"user_id\":\"late.li\",\"punch_no\":1},null");

    assertThat(slots).singleElement().returns(1, RemedySlot::punchNo);
    assertThat(log.events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getLevel()).isEqualTo(Level.WARN);
              assertThat(event.getFormattedMessage())
                  .contains("(log id sim-")
                  .contains("2 empty slots")
                  .contains("0 invalid days or times")
                  .doesNotContain("late.li");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"user_allowed_remedy_times\":[{\"punch_no\":1}]}",
        "{\"user_allowed_remedys\":null,\"user_allowed_remedy_times\":[{\"punch_no\":1}]}",
        "{\"user_allowed_remedys\":[],\"user_allowed_remedy_times\":[{\"punch_no\":1}]}",
        "{\"user_allowed_remedys\":[{\"punch_no\":1}],\"user_allowed_remedy_times\":[]}"
      })
  @Provokes(FaultRow.J16)
  void the_list_is_read_under_the_name_of_the_older_pages_too(String data) {
    feishu.onRemedies(data(data));

    assertThat(((Available) caller.call("late.li")).slots())
        .singleElement()
        .returns(1, RemedySlot::punchNo);
    assertThat(feishu.remedyRequests()).hasSize(1);
  }

  @Test
  @Provokes(FaultRow.J16)
  void an_empty_list_under_the_name_of_the_older_pages_is_empty() {
    feishu.onRemedies(data("{\"user_allowed_remedy_times\":[]}"));

    assertThat(caller.call("late.li"))
        .isInstanceOfSatisfying(
            Denied.class, denied -> assertThat(denied.reason()).isEqualTo(DenialReason.NOT_NEEDED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"allowed_remedies\":[{\"punch_no\":1}]}",
        "{\"user_allowed_remedies\":[]}",
        "{\"items\":null}",
        "{\"has_more\":false}",
        "{\"\":[]}",
        "{\"user_allowed_remedys\":null,\"items\":[{\"punch_no\":1}]}",
        "{\"user_allowed_remedys\":[null]}",
        "{\"user_allowed_remedys\":[null,null]}",
        "\"\""
      })
  @Provokes(FaultRow.J16)
  void an_answer_without_the_list_says_nothing_and_is_retried(String data) {
    feishu.onRemedies(data(data));
    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
    assertThat(feishu.remedyRequests()).hasSize(2);

    feishu.onRemedies(data(data).times(FeishuConnection.ATTEMPTS_AT_MOST));
    FeishuException failure = caller.failure("late.li");

    assertThat(failure.retryable()).isTrue();
    assertThat(failure.rateLimited()).isFalse();
    assertThat(failure.code()).isNull();
  }

  @Test
  @Provokes(FaultRow.J16)
  void what_came_instead_of_the_list_is_named_clean_and_short() {
    feishu.onRemedies(
        data("{\"items\":[{\"a\":1}],\"x<br>\\n"
                + "y".repeat(900)
                + "\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1}")
            .times(FeishuConnection.ATTEMPTS_AT_MOST));

    FeishuException failure = caller.failure("late.li");

    assertThat(failure.explanation().en())
        .contains("no list \"user_allowed_remedys\", but: items, x ")
        .doesNotContain("<", ", e")
        .hasSizeLessThan(400);
    assertThat(failure.explanation().zhCn()).contains("没有列表“user_allowed_remedys”", "items");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"user_id\":\"\",\"remedy_date\":\"\"",
        "\"user_id\":\" \\t\",\"remedy_date\":\" \"",
        "\"user_id\":null,\"remedy_date\":null",
        "\"user_id\":\"\",\"remedy_date\":0",
        "\"user_id\":\" late.li \",\"remedy_date\":\"20240105\"",
        "\"x\":1"
      })
  @Provokes(FaultRow.J17)
  void what_is_blank_in_a_slot_is_filled_in_from_the_request(String fields) {
    assertThat(slots("{\"punch_no\":1," + fields + "}"))
        .singleElement()
        .returns("late.li", RemedySlot::userId)
        .returns(TestCaller.DAY, RemedySlot::remedyDate)
        .returns(1, RemedySlot::punchNo);
    assertThat(log.events()).isEmpty();
  }

  @Test
  @Provokes(FaultRow.J17)
  void any_other_field_that_is_blank_counts_as_absent() {
    assertThat(
            slots(
                "{\"is_free_punch\":\"\",\"punch_no\":\"\",\"work_type\":\" \",\"punch_status\":\" \",\"normal_punch_time\":\" \",\"remedy_start_time\":\"\",\"remedy_end_time\":\"\"}"))
        .containsExactly(
            new RemedySlot(
                "late.li",
                TestCaller.DAY,
                false,
                null,
                WorkType.UNKNOWN,
                PunchStatus.UNKNOWN,
                null,
                null,
                null));
    assertThat(log.events()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-01-05 24:00",
        "2021-02-30 09:00",
        "9 o'clock",
        "2024-01-05T09:00",
        "2024-01-05 09:00:00",
        "1704416400"
      })
  @Provokes(FaultRow.J8)
  void an_invalid_time_is_left_empty_and_its_slot_stays(String time) {
    List<RemedySlot> slots =
        slots(
            "{\"punch_no\":1,\"normal_punch_time\":\"%s\",\"remedy_start_time\":\"2024-01-05 08:00\"}"
                .formatted(time));

    assertThat(slots)
        .singleElement()
        .returns(null, RemedySlot::normalPunchTime)
        .returns(LocalDateTime.of(2024, 1, 5, 8, 0), RemedySlot::earliest);
    assertThat(log.events())
        .singleElement()
        .asString()
        .contains("1 invalid days or times")
        .doesNotContain(time);
  }

  @Test
  @Provokes(FaultRow.J8)
  void an_invalid_day_is_left_empty() {
    assertThat(slots("{\"punch_no\":1,\"remedy_date\":20240230}"))
        .singleElement()
        .returns(null, RemedySlot::remedyDate);
    assertThat(log.events()).hasSize(1);
  }

  @Test
  void a_time_that_is_missing_or_blank_is_nothing_to_warn_about() {
    assertThat(slots("{\"normal_punch_time\":\"\",\"remedy_start_time\":null}")).hasSize(1);
    assertThat(log.events()).isEmpty();
  }

  @Test
  @Provokes(FaultRow.J9)
  void a_window_that_ends_before_it_begins_is_handed_on() {
    assertThat(
            slots(
                "{\"normal_punch_time\":\"2024-01-07 09:00\",\"remedy_start_time\":\"2024-01-05 18:00\",\"remedy_end_time\":\"2024-01-05 08:00\"}"))
        .singleElement()
        .returns(LocalDateTime.of(2024, 1, 7, 9, 0), RemedySlot::normalPunchTime)
        .returns(LocalDateTime.of(2024, 1, 5, 18, 0), RemedySlot::earliest)
        .returns(LocalDateTime.of(2024, 1, 5, 8, 0), RemedySlot::latest);
  }

  @Test
  @Provokes(FaultRow.J11)
  void five_thousand_slots_are_handed_on_and_one_more_is_a_failure() {
    assertThat(slots(times(SlotReader.SLOTS_AT_MOST))).hasSize(5_000);

    feishu.onRemedies(answer(times(SlotReader.SLOTS_AT_MOST + 1)));
    FeishuException failure = caller.failure("late.li");

    assertThat(failure.retryable()).isFalse();
    assertThat(failure.code()).isNull();
    assertThat(failure.explanation().en()).contains("5001 slots for one day");
    assertThat(failure.explanation().zhCn()).contains("5001");
  }

  private static String times(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> "{\"punch_no\":" + n + "}")
        .collect(Collectors.joining(","));
  }

  private List<RemedySlot> slots(String json) {
    feishu.onRemedies(answer(json));
    return ((Available) caller.call("late.li")).slots();
  }

  private static Fault answer(String slots) {
    return data("{\"user_allowed_remedys\":[" + slots + "]}");
  }

  private static Fault data(String data) {
    return Fault.raw(200, "application/json", "{\"code\":0,\"data\":" + data + "}");
  }
}
