package io.remedyflow.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.crash.Standstills.Standstill;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StandstillsTest {

  @Test
  void what_came_in_a_standstill_is_spread_over_it_and_the_rest_stays() {
    assertThat(Standstills.undone(List.of(still(100, 400)), at(50, 401, 410, 430)))
        .isEqualTo(at(50, 200, 300, 430));
  }

  @Test
  void a_call_belongs_to_one_of_two_standstills_that_follow_each_other() {
    assertThat(Standstills.undone(List.of(still(100, 400), still(400, 500)), at(401, 410, 501)))
        .isEqualTo(at(200, 300, 450));
  }

  @Test
  void equal_moments_are_as_many_calls() {
    assertThat(Standstills.undone(List.of(still(100, 400)), at(401, 401, 600, 600)))
        .isEqualTo(at(200, 300, 600, 600));
  }

  private static Standstill still(long from, long to) {
    return new Standstill(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to));
  }

  private static List<Instant> at(long... millis) {
    return LongStream.of(millis).mapToObj(Instant::ofEpochMilli).toList();
  }
}
