package io.remedyflow.feishu.attendance;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/** The body of the request. */
@JsonPropertyOrder({"user_id", "remedy_date"})
record AllowedRemediesRequestBody(
    @JsonProperty("user_id") String userId, @JsonProperty("remedy_date") int remedyDate) {}
