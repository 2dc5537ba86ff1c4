package io.remedyflow.feishu.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.token.TokenFetch.Failure;
import io.remedyflow.remedy.BilingualText;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenFetchTest {

  @ParameterizedTest
  @CsvSource({"PT0S, PT20S", "PT5S, PT15S", "PT20S, PT0S", "PT21S, PT0S"})
  void a_failure_shared_later_names_only_the_time_that_is_left(Duration later, Duration left) {
    FeishuException limited =
        FeishuException.answered(new BilingualText("too many", "过多"))
            .rateLimited(Optional.of(Duration.ofSeconds(20)))
            .build();
    long at = System.nanoTime();

    FeishuException thrown = new Failure(limited, false, at).thrown(at + later.toNanos());

    assertThat(thrown.retryAfter()).contains(left);
  }
}
