package dev.understudy.route53;

import dev.understudy.control.ApiException;
import dev.understudy.model.Request;
import dev.understudy.model.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Remembers what it was asked and answers what it was told to. */
final class FakeApi implements Api {
  private final List<Request> asked = new ArrayList<>();
  private final Deque<Api> answers = new ArrayDeque<>();

  void willAnswer(Response response) {
    will(request -> response);
  }

  void will(Api answer) {
    answers.add(answer);
  }

  synchronized Request lastAsked() {
    return asked.getLast();
  }

  synchronized int askedCount() {
    return asked.size();
  }

  @Override
  public synchronized Response handle(Request request) throws ApiException {
    asked.add(request);
    Api answer = answers.poll();
    if (answer == null) {
      throw new IllegalStateException("nothing to answer to " + request);
    }
    return answer.handle(request);
  }
}
