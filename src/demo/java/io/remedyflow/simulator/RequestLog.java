package io.remedyflow.simulator;

import io.remedyflow.simulator.http.Answer;
import io.remedyflow.simulator.http.Journal;
import io.remedyflow.simulator.http.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The latest requests, oldest first; bounded, for a demo runs for days. */
final class RequestLog implements Journal {

  private final Map<Long, RecordedRequest> requests = new LinkedHashMap<>();
  private final int capacity;

  RequestLog(int capacity) {
    this.capacity = capacity;
  }

  @Override
  public synchronized void received(long number, Request request) {
    requests.put(number, RecordedRequest.of(request));
    if (requests.size() > capacity) {
      requests.remove(requests.keySet().iterator().next());
    }
  }

  @Override
  public synchronized void answered(long number, Answer answer) {
    requests.computeIfPresent(number, (key, request) -> request.answered(answer));
  }

  synchronized List<RecordedRequest> all() {
    return List.copyOf(requests.values());
  }

  synchronized void clear() {
    requests.clear();
  }
}
