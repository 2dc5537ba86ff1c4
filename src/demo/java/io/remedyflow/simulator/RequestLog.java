package io.remedyflow.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The latest requests, oldest first; bounded, for a demo runs for days. */
final class RequestLog {

  private final Map<Long, RecordedRequest> requests = new LinkedHashMap<>();
  private final int capacity;

  RequestLog(int capacity) {
    this.capacity = capacity;
  }

  synchronized void add(long number, RecordedRequest request) {
    requests.put(number, request);
    if (requests.size() > capacity) {
      requests.remove(requests.keySet().iterator().next());
    }
  }

  synchronized void answered(long number, Answer answer) {
    requests.computeIfPresent(number, (key, request) -> request.answered(answer));
  }

  synchronized List<RecordedRequest> all() {
    return List.copyOf(requests.values());
  }

  synchronized void clear() {
    requests.clear();
  }
}
