package dev.understudy.differ;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.Rdata;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecord;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.RdataText;
import dev.understudy.wire.RecordType;
import dev.understudy.zonefile.ZoneWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One zone that every nameserver loads, by name and type; without policies. */
final class Zone {
  private record Values(int ttl, List<Rdata> data) {}

  private final DomainName apex;
  private final Map<DomainName, Map<RecordType, Values>> sets = new TreeMap<>();

  Zone(DomainName apex) {
    this.apex = apex;
  }

  DomainName apex() {
    return apex;
  }

  /** The apex as it stands in configurations. */
  String text() {
    return NameText.format(apex);
  }

  List<DomainName> names() {
    return List.copyOf(sets.keySet());
  }

  List<RecordType> types(DomainName name) {
    return List.copyOf(sets.getOrDefault(name, Map.of()).keySet());
  }

  boolean has(DomainName name, RecordType type) {
    return types(name).contains(type);
  }

  /** Adds one record; its RRset has the TTL of the first one. The same record twice is one. */
  void add(DomainName name, RecordType type, int ttl, Rdata data) {
    Values values =
        sets.computeIfAbsent(name, _ -> new TreeMap<>())
            .computeIfAbsent(type, _ -> new Values(ttl, new ArrayList<>()));
    if (!values.data().contains(data)) {
      values.data().add(data);
    }
  }

  /** What a client may be told of the RRset: its size in records. */
  int count(DomainName name, RecordType type) {
    Values values = sets.getOrDefault(name, Map.of()).get(type);
    return values == null ? 0 : values.data().size();
  }

  /** A master file of it. */
  String masterFile() throws IOException {
    var text = new StringBuilder();
    ZoneWriter.write(text(), "Z0DIFFER", recordSets(), text);
    return text.toString();
  }

  private List<ResourceRecordSet> recordSets() {
    var all = new ArrayList<ResourceRecordSet>();
    sets.forEach((name, types) ->
        types.forEach((type, values) ->
            all.add(
                ResourceRecordSet.builder()
                    .name(NameText.format(name))
                    .type(RRType.valueOf(type.name()))
                    .ttl((long) values.ttl())
                    .resourceRecords(
                        values.data().stream()
                            .map(data -> new ResourceRecord(RdataText.format(type, data)))
                            .toList())
                    .build())));
    return all;
  }
}
