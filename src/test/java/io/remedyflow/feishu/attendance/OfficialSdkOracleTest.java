package io.remedyflow.feishu.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.lark.oapi.Client;
import com.lark.oapi.service.attendance.v1.model.QueryUserAllowedRemedysUserTaskRemedyReq;
import com.lark.oapi.service.attendance.v1.model.QueryUserAllowedRemedysUserTaskRemedyReqBody;
import com.lark.oapi.service.attendance.v1.model.QueryUserAllowedRemedysUserTaskRemedyResp;
import com.lark.oapi.service.attendance.v1.model.UserAllowedRemedy;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.RemedyOutcome.Available;
import io.remedyflow.remedy.RemedySlot;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.simulator.RecordedRequest;
import io.remedyflow.testing.TestCaller;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lark's official SDK sends and reads what we do, or one of us is wrong. */
class OfficialSdkOracleTest {

  /** An app of its own: the SDK shares tokens by app id within the JVM. */
  @AutoClose
  private static final FeishuSimulator FEISHU =
      FeishuSimulator.with().app("cli_oracle", "secret-of-the-oracle").start();

  @BeforeEach
  void forget() {
    FEISHU.clearRequests();
  }

  @ParameterizedTest
  @CsvSource({
    "employee_id, late.li, 2024-01-05",
    "employee_id, absent.wang, 2024-02-29",
    "employee_id, split.sun, 2021-01-04",
    "employee_no, 007, 2024-12-31",
    "employee_no, 008, 2024-01-05"
  })
  void both_make_the_same_call_and_read_the_same_answer(
      String employeeType, String userId, LocalDate day) throws Exception {
    List<String> theirs =
        Arrays.stream(callTheirs(employeeType, userId, day).getData().getUserAllowedRemedys())
            .map(OfficialSdkOracleTest::fields)
            .toList();
    List<String> ours =
        callOurs(employeeType, userId, day).stream().map(OfficialSdkOracleTest::fields).toList();

    assertThat(ours).isNotEmpty().isEqualTo(theirs);
    assertThat(FEISHU.remedyRequests()).hasSize(2);
    RecordedRequest their = FEISHU.remedyRequests().get(0);
    RecordedRequest our = FEISHU.remedyRequests().get(1);
    assertThat(our.method()).isEqualTo(their.method());
    assertThat(our.path()).isEqualTo(their.path());
    assertThat(our.query()).isEqualTo(their.query());
    assertThat(our.headers().get("Content-Type")).isEqualTo(their.headers().get("Content-Type"));
    assertThat(our.headers().get("Authorization")).isEqualTo(their.headers().get("Authorization"));
    assertThat(new ObjectMapper().readTree(our.body()))
        .isEqualTo(new ObjectMapper().readTree(their.body()));
  }

  private static QueryUserAllowedRemedysUserTaskRemedyResp callTheirs(
      String employeeType, String userId, LocalDate day) throws Exception {
    Client client =
        Client.newBuilder(FEISHU.appId(), FEISHU.appSecret())
            .openBaseUrl(FEISHU.baseUrl().toString())
            .build();
    return client
        .attendance()
        .v1()
        .userTaskRemedy()
        .queryUserAllowedRemedys(
            QueryUserAllowedRemedysUserTaskRemedyReq.newBuilder()
                .employeeType(employeeType)
                .queryUserAllowedRemedysUserTaskRemedyReqBody(
                    QueryUserAllowedRemedysUserTaskRemedyReqBody.newBuilder()
                        .userId(userId)
                        .remedyDate(number(day))
                        .build())
                .build());
  }

  private static List<RemedySlot> callOurs(String employeeType, String userId, LocalDate day) {
    try (TestCaller caller = TestCaller.of(FEISHU)) {
      return ((Available) caller.call(EmployeeType.of(employeeType).orElseThrow(), userId, day))
          .slots();
    }
  }

  private static String fields(UserAllowedRemedy remedy) {
    return String.join(
        "|",
        remedy.getUserId(),
        String.valueOf(remedy.getRemedyDate()),
        String.valueOf(remedy.getIsFreePunch()),
        String.valueOf(remedy.getPunchNo()),
        String.valueOf(remedy.getWorkType()),
        remedy.getPunchStatus().toUpperCase(java.util.Locale.ROOT),
        remedy.getNormalPunchTime(),
        remedy.getRemedyStartTime(),
        remedy.getRemedyEndTime());
  }

  private static String fields(RemedySlot slot) {
    return String.join(
        "|",
        slot.userId(),
        String.valueOf(number(slot.remedyDate())),
        String.valueOf(slot.freePunch()),
        String.valueOf(slot.punchNo()),
        switch (slot.workType()) {
          case ON_DUTY -> "1";
          case OFF_DUTY -> "2";
          case UNKNOWN -> "0";
        },
        slot.punchStatus().word(),
        minute(slot.normalPunchTime()),
        minute(slot.earliest()),
        minute(slot.latest()));
  }

  private static int number(LocalDate day) {
    return day.getYear() * 10_000 + day.getMonthValue() * 100 + day.getDayOfMonth();
  }

  private static @Nullable String minute(@Nullable LocalDateTime time) {
    return time == null ? null : time.toString().replace('T', ' ');
  }
}
