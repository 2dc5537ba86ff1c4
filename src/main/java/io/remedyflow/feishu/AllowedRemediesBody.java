package io.remedyflow.feishu;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code data} of the answer; Feishu promises none of the fields. */
record AllowedRemediesBody(
    @JsonProperty("user_allowed_remedys")
        @Nullable List<@Nullable AllowedRemedyBody> userAllowedRemedys) {

  /** One punch that may be remedied. */
  record AllowedRemedyBody(
      @JsonProperty("user_id") @Nullable String userId,
      @JsonProperty("remedy_date") @Nullable Integer remedyDate,
      @JsonProperty("is_free_punch") @Nullable Boolean isFreePunch,
      @JsonProperty("punch_no") @Nullable Integer punchNo,
      @JsonProperty("work_type") @Nullable Integer workType,
      @JsonProperty("punch_status") @Nullable String punchStatus,
      @JsonProperty("normal_punch_time") @Nullable String normalPunchTime,
      @JsonProperty("remedy_start_time") @Nullable String remedyStartTime,
      @JsonProperty("remedy_end_time") @Nullable String remedyEndTime) {}
}
