package dev.understudy.cloudwatch;

import dev.understudy.control.ApiException;
import dev.understudy.query.Input;
import dev.understudy.query.NextToken;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The operations on alarms. */
final class AlarmActions {
  private static final int PAGE_MAX = 100;
  private static final int PAGE_DEFAULT = 50;
  private static final int NAMES_MAX = 100;
  private static final int REASON_MAX = 1023;
  private static final int REASON_DATA_MAX = 4000;

  private final Alarms alarms;
  private final String account;
  private final InstantSource clock;

  AlarmActions(Alarms alarms, String account, InstantSource clock) {
    this.alarms = alarms;
    this.account = account;
    this.clock = clock;
  }

  void put(Input input) throws ApiException {
    Instant now = clock.instant();
    Alarm alarm = AlarmReader.read(input, now);
    alarms.put(alarm, now);
    alarms.judge(Set.of(alarm.criteria().metric()), now);
  }

  Map<String, @Nullable Object> describe(Input input) throws ApiException {
    List<String> names = input.texts("AlarmNames");
    String prefix = input.text("AlarmNamePrefix");
    if (!names.isEmpty() && prefix != null) {
      throw CloudWatchErrors.invalid("AlarmNamePrefix and AlarmNames cannot both be specified");
    }
    Predicate<Alarm> wanted = wanted(input);
    int limit = Pages.size(input, PAGE_MAX, PAGE_DEFAULT);
    var found = new ArrayList<Alarm>();
    String next = null;
    if (names.isEmpty()) {
      String after = Pages.read(input);
      List<Alarm> page;
      do {
        page = alarms.page(prefix == null ? "" : prefix, after, PAGE_MAX);
        for (Alarm alarm : page) {
          if (found.size() < limit && wanted.test(alarm)) {
            found.add(alarm);
          }
          after = found.size() < limit ? alarm.name() : after;
        }
      } while (page.size() == PAGE_MAX && found.size() < limit);
      next = found.size() < limit ? null : NextToken.of(found.getLast().name());
    } else {
      for (String name : few(names)) {
        Alarm alarm = alarms.find(name);
        if (alarm != null && wanted.test(alarm)) {
          found.add(alarm);
        }
      }
    }
    var answer = new LinkedHashMap<String, @Nullable Object>();
    answer.put("MetricAlarms", found.stream().map(alarm -> AlarmForm.of(alarm, account)).toList());
    answer.put("CompositeAlarms", List.of());
    answer.put("NextToken", next);
    return answer;
  }

  private static Predicate<Alarm> wanted(Input input) throws ApiException {
    List<String> types = input.texts("AlarmTypes");
    boolean metricAlarms = types.isEmpty() || types.contains("MetricAlarm");
    String state = input.text("StateValue");
    String action = input.text("ActionPrefix");
    return alarm ->
        metricAlarms
            && (state == null || alarm.state().value().name().equals(state))
            && (action == null
                || alarm.actions().values().stream()
                    .flatMap(List::stream)
                    .anyMatch(each -> each.startsWith(action)));
  }

  Map<String, @Nullable Object> describeForMetric(Input input) throws ApiException {
    Metric metric = MetricReader.metric(input);
    String plain = input.text("Statistic");
    String statistic = plain == null ? input.text("ExtendedStatistic") : plain;
    Integer period = input.integer("Period");
    List<Map<String, @Nullable Object>> found =
        alarms.all().stream()
            .filter(alarm -> alarm.criteria().metric().equals(metric))
            .filter(
                alarm -> statistic == null || alarm.criteria().statistic().text().equals(statistic))
            .filter(alarm -> period == null || alarm.criteria().periodSeconds() == period)
            .map(alarm -> AlarmForm.of(alarm, account))
            .toList();
    return answer("MetricAlarms", found);
  }

  Map<String, @Nullable Object> history(Input input) throws ApiException {
    Instant now = clock.instant();
    Instant from = input.instant("StartDate");
    Instant to = input.instant("EndDate");
    String name = input.text("AlarmName");
    String type = input.text("HistoryItemType");
    var items =
        new ArrayList<>(
            alarms
                .history(
                    from == null ? now.minus(Alarms.HISTORY_KEPT) : from, to == null ? now : to)
                .stream()
                .filter(item -> name == null || item.alarm().equals(name))
                .filter(item -> type == null || item.type().text().equals(type))
                .toList());
    if (!"TimestampAscending".equals(input.text("ScanBy"))) {
      Collections.reverse(items);
    }
    int start = Pages.offset(input);
    int limit = Pages.size(input, PAGE_MAX, PAGE_MAX);
    int end = (int) Math.min(items.size(), (long) start + limit);
    var answer = new LinkedHashMap<String, @Nullable Object>();
    answer.put(
        "AlarmHistoryItems",
        items.subList(Math.min(start, end), end).stream().map(AlarmForm::of).toList());
    answer.put("NextToken", end < items.size() ? NextToken.of(Integer.toString(end)) : null);
    return answer;
  }

  /** All or none: a name that is wrong deletes nothing. */
  void delete(Input input) throws ApiException {
    List<String> names = few(input.texts("AlarmNames"));
    for (String name : names) {
      if (alarms.find(name) == null) {
        throw CloudWatchErrors.noAlarm();
      }
    }
    alarms.delete(names, clock.instant());
  }

  void enable(Input input, boolean enabled) throws ApiException {
    Instant now = clock.instant();
    for (String name : few(input.texts("AlarmNames"))) {
      alarms.update(name, alarm -> alarm.withActionsEnabled(enabled, now), now);
    }
  }

  void setState(Input input) throws ApiException {
    String text = input.required("StateValue");
    StateValue state;
    try {
      state = StateValue.valueOf(text);
    } catch (IllegalArgumentException e) {
      throw CloudWatchErrors.notOneOf(text, "stateValue", "INSUFFICIENT_DATA, ALARM, OK");
    }
    String reason = input.required("StateReason");
    demandShort("stateReason", reason, REASON_MAX);
    String data = input.text("StateReasonData");
    demandShort("stateReasonData", data == null ? "" : data, REASON_DATA_MAX);
    if (!alarms.set(
        input.required("AlarmName"), state, reason, data == null ? "" : data, clock.instant())) {
      throw CloudWatchErrors.noAlarm();
    }
  }

  Map<String, @Nullable Object> tags(Input input) throws ApiException {
    Alarm alarm = alarms.find(name(input));
    if (alarm == null) {
      throw noResource();
    }
    var tags = new ArrayList<Map<String, String>>();
    alarm.tags().forEach((key, value) -> tags.add(Map.of("Key", key, "Value", value)));
    return answer("Tags", tags);
  }

  void tag(Input input) throws ApiException {
    Map<String, String> added = AlarmReader.tags(input);
    change(input, tags -> tags.putAll(added));
  }

  void untag(Input input) throws ApiException {
    List<String> keys = input.texts("TagKeys");
    change(input, tags -> keys.forEach(tags::remove));
  }

  private void change(Input input, Consumer<Map<String, String>> how) throws ApiException {
    boolean done =
        alarms.update(
            name(input),
            alarm -> {
              var tags = new LinkedHashMap<>(alarm.tags());
              how.accept(tags);
              return alarm.withTags(tags);
            },
            clock.instant());
    if (!done) {
      throw noResource();
    }
  }

  private String name(Input input) throws ApiException {
    String arn = input.required("ResourceARN");
    String start = "arn:aws:cloudwatch:us-east-1:" + account + ":alarm:";
    if (!arn.startsWith(start)) {
      throw CloudWatchErrors.invalidValue("The value for parameter ResourceARN is invalid.");
    }
    return arn.substring(start.length());
  }

  private static void demandShort(String member, String text, int max) throws ApiException {
    if (text.length() > max) {
      throw CloudWatchErrors.invalid(
          "1 validation error detected: Value at '%s' failed to satisfy constraint: Member must have length less than or equal to %d"
              .formatted(member, max));
    }
  }

  private static List<String> few(List<String> names) throws ApiException {
    if (names.size() > NAMES_MAX) {
      throw CloudWatchErrors.invalid(
          "1 validation error detected: Value at 'alarmNames' failed to satisfy constraint: Member"
              + " must have length less than or equal to 100");
    }
    return names;
  }

  private static ApiException noResource() {
    return new ApiException(
        404, "ResourceNotFoundException", "The alarm that the ARN names does not exist.");
  }

  private static Map<String, @Nullable Object> answer(String member, Object value) {
    var answer = new LinkedHashMap<String, @Nullable Object>();
    answer.put(member, value);
    return answer;
  }
}
