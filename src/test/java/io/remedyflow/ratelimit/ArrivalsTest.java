package io.remedyflow.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

  private final List<String> moved = new ArrayList<>();
  private final Arrivals arrivals = new Arrivals((from, to) -> moved.add(from + " to " + to));

  @Test
  void while_nothing_is_known_a_request_counts_when_it_is_answered() {
    arrivals.overNewConnection(0, 400);

    assertThat(moved).containsExactly("0 to 400");
  }

  @Test
  void what_an_answer_takes_over_a_connection_that_was_there_puts_it_right() {
    arrivals.overNewConnection(0, 400);
    arrivals.overNewConnection(20, 560);
    arrivals.overKeptConnection(400, 790);
    arrivals.overKeptConnection(800, 900);

    assertThat(moved).containsExactly("0 to 400", "20 to 560", "400 to 10", "560 to 170");
  }

  @Test
  void what_was_found_out_while_it_was_under_way_is_believed_at_once() {
    arrivals.overKeptConnection(0, 400);
    arrivals.overNewConnection(20, 430);
    arrivals.overNewConnection(40, 420);

    assertThat(moved).containsExactly("20 to 30", "40 to 40");
  }

  @Test
  void what_was_found_out_before_it_was_sent_is_old() {
    arrivals.overKeptConnection(0, 50);
    arrivals.overNewConnection(60, 460);

    assertThat(moved).containsExactly("60 to 460");
  }
}
