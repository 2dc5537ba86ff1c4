package io.remedyflow.feishu.attendance;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code data} of the answer; Feishu guarantees none of the fields.
 *
 * @param userAllowedRemedys the list, as the table and the sample on Feishu's page name it
 * @param userAllowedRemedyTimes the same list with the same elements, as the sample on the older
 *     pages names it; their table has the other name
 */
record AllowedRemediesBody(
    @JsonProperty(LIST) @Nullable List<@Nullable AllowedRemedyBody> userAllowedRemedys,
    @JsonProperty(OLDER_LIST) @Nullable List<@Nullable AllowedRemedyBody> userAllowedRemedyTimes) {

  static final String LIST = "user_allowed_remedys";
  static final String OLDER_LIST = "user_allowed_remedy_times";

  /** The punches that may be remedied; null if neither list is present. */
  @Nullable List<@Nullable AllowedRemedyBody> remedies() {
    return userAllowedRemedys == null
            || (userAllowedRemedys.isEmpty() && userAllowedRemedyTimes != null)
        ? userAllowedRemedyTimes
        : userAllowedRemedys;
  }

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
