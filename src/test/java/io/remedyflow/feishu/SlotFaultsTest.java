package io.remedyflow.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.remedy.RemedyOutcome.Available;
import io.remedyflow.remedy.RemedySlot;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Slots that are not as Feishu's page has them. */
class SlotFaultsTest {

  private final FeishuSimulator feishu = FeishuSimulator.start();
  private final Asker asker = Asker.of(feishu, new SettableTime(), settings -> settings);
  private final Logger logger = (Logger) LoggerFactory.getLogger(SlotReader.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    asker.close();
    feishu.close();
  }

  @Test
  @Provokes(FaultRow.J5)
  void a_null_among_the_slots_is_left_out_and_counted_in_one_warning() {
    List<RemedySlot> slots = slots("null,{\"user_id\":\"late.li\",\"punch_no\":1},null");

    assertThat(slots).singleElement().returns(1, RemedySlot::punchNo);
    assertThat(log.list)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getLevel()).isEqualTo(Level.WARN);
              assertThat(event.getFormattedMessage())
                  .contains("(log id sim-")
                  .contains("2 empty slots")
                  .contains("0 days or times")
                  .doesNotContain("late.li");
            });
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
  void a_time_that_is_none_is_left_empty_and_its_slot_stays(String time) {
    List<RemedySlot> slots =
        slots(
            "{\"punch_no\":1,\"normal_punch_time\":\"%s\",\"remedy_start_time\":\"2024-01-05 08:00\"}"
                .formatted(time));

    assertThat(slots)
        .singleElement()
        .returns(null, RemedySlot::normalPunchTime)
        .returns(LocalDateTime.of(2024, 1, 5, 8, 0), RemedySlot::earliest);
    assertThat(log.list)
        .singleElement()
        .asString()
        .contains("1 days or times that are none")
        .doesNotContain(time);
  }

  @Test
  @Provokes(FaultRow.J8)
  void a_day_that_is_none_is_left_empty() {
    assertThat(slots("{\"punch_no\":1,\"remedy_date\":20240230}"))
        .singleElement()
        .returns(null, RemedySlot::remedyDate);
    assertThat(log.list).hasSize(1);
  }

  @Test
  void a_time_that_is_missing_or_blank_is_nothing_to_warn_about() {
    assertThat(slots("{\"normal_punch_time\":\"\",\"remedy_start_time\":null}")).hasSize(1);
    assertThat(log.list).isEmpty();
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
  void as_many_slots_as_no_day_has_are_handed_on_and_one_more_is_none_of_feishus() {
    assertThat(slots(times(SlotReader.SLOTS_AT_MOST))).hasSize(5_000);

    feishu.onRemedies(answer(times(SlotReader.SLOTS_AT_MOST + 1)));
    FeishuException trouble = asker.trouble("late.li");

    assertThat(trouble.retryable()).isFalse();
    assertThat(trouble.code()).isNull();
    assertThat(trouble.explanation().en()).contains("5001 slots for one day");
    assertThat(trouble.explanation().zhCn()).contains("5001");
  }

  private static String times(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> "{\"punch_no\":" + n + "}")
        .collect(Collectors.joining(","));
  }

  private List<RemedySlot> slots(String json) {
    feishu.onRemedies(answer(json));
    return ((Available) asker.ask("late.li")).slots();
  }

  private static Fault answer(String slots) {
    return Fault.raw(
        200,
        "application/json",
        "{\"code\":0,\"data\":{\"user_allowed_remedys\":[" + slots + "]}}");
  }
}
