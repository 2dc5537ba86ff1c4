package io.remedyflow.feishu.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.remedyflow.feishu.FeishuException;
import io.remedyflow.ratelimit.SettableTime;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.TestCaller;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

  private static final BilingualText TEXT = new BilingualText("failed", "失败");
  private final FeishuException failure = FeishuException.passing(TEXT);
  private final FeishuException timeout =
      FeishuException.passing(TEXT, new SocketTimeoutException());

  private final RetryBudget budget = new RetryBudget();

  @Test
  void a_hundred_failed_repeats_use_it_up() {
    for (int i = 0; i < 100; i++) {
      assertThat(budget.spendOn(failure)).isEqualTo(5);
    }

    assertThat(budget.left()).isZero();
    assertThat(budget.spendOn(failure)).isZero();
  }

  @Test
  void a_repeat_after_a_timeout_costs_double_and_is_never_made_on_credit() {
    for (int i = 0; i < 99; i++) {
      budget.spendOn(failure);
    }

    assertThat(budget.spendOn(timeout)).isZero();
    assertThat(budget.spendOn(failure)).isEqualTo(5);
    assertThat(new RetryBudget().spendOn(timeout)).isEqualTo(10);
  }

  @Test
  void a_success_gives_back_what_its_repeat_cost_or_a_little_and_never_overflows() {
    budget.spendOn(failure);
    budget.spendOn(timeout);

    budget.succeeded(10);
    assertThat(budget.left()).isEqualTo(495 / 500.0);
    budget.succeeded(0);
    assertThat(budget.left()).isEqualTo(496 / 500.0);
    budget.succeeded(10);
    assertThat(budget.left()).isEqualTo(1.0);
  }

  @Test
  void many_threads_cannot_spend_more_than_there_is() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<Integer>> paid = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        paid.add(threads.submit(() -> budget.spendOn(failure)));
      }
      int sum = 0;
      for (Future<Integer> one : paid) {
        sum += one.get();
      }

      assertThat(sum).isEqualTo(RetryBudget.CAPACITY);
      assertThat(budget.left()).isZero();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void where_a_third_of_the_calls_fails_for_long_they_fail_after_their_first_attempt() {
    try (FeishuSimulator feishu = FeishuSimulator.with().unlimited().start();
        TestCaller caller = TestCaller.of(feishu, new SettableTime())) {
      for (int i = 0; i < 75; i++) {
        caller.call("late.li");
        caller.call("early.chen");
        caller.tryToCall("broken.lu");
      }
      assertThat(caller.connection().state().retryBudget()).isLessThan(0.02);
      assertThat(caller.connection().state().circuitOpen()).isFalse();
      feishu.clearRequests();

      caller.tryToCall("broken.lu");

      assertThat(feishu.remedyRequests()).hasSize(1);
    }
  }

  @Test
  void a_rejection_is_an_answer_and_brings_in_a_little() {
    try (FeishuSimulator feishu = FeishuSimulator.with().unlimited().start();
        TestCaller caller = TestCaller.of(feishu, new SettableTime())) {
      caller.tryToCall("broken.lu");
      double before = caller.connection().state().retryBudget();

      caller.tryToCall("nobody.knows");

      assertThat(caller.connection().state().retryBudget())
          .isCloseTo(before + 1.0 / RetryBudget.CAPACITY, within(1e-9));
    }
  }

  @Test
  void failures_that_a_repeat_mends_cost_nothing_however_many() {
    try (FeishuSimulator feishu = FeishuSimulator.with().unlimited().start();
        TestCaller caller = TestCaller.of(feishu, new SettableTime())) {
      for (int i = 0; i < 150; i++) {
        feishu.onRemedies(Fault.answer(500, 1225000, "internal error"));
        caller.call("late.li");
      }

      assertThat(caller.connection().state().retryBudget()).isEqualTo(1.0);
      assertThat(caller.connection().state().circuitOpen()).isFalse();
    }
  }
}
