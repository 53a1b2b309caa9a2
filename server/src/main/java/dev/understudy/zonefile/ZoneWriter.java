package dev.understudy.zonefile;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.Rdata;
import dev.understudy.model.AliasTarget;
import dev.understudy.model.ResourceRecord;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.presentation.RdataText;
import dev.understudy.wire.RecordType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes record sets as a master file: names in the canonical order of RFC 4034, section 6.1; of
 * one name SOA, then the types by their codes, then set identifiers; values as they are ordered.
 */
public final class ZoneWriter {
  private final String zoneId;
  private final Appendable out;

  private record Line(String order, DomainName owner, RecordType type, ResourceRecordSet set) {
    String identifier() {
      String identifier = set.setIdentifier();
      return identifier == null ? "" : identifier;
    }
  }

  private static final Comparator<Line> ORDER =
      Comparator.comparing(Line::order)
          .thenComparing(line -> line.type() != RecordType.SOA)
          .thenComparingInt(line -> line.type().code())
          .thenComparing(Line::identifier);

  private ZoneWriter(String zoneId, Appendable out) {
    this.zoneId = zoneId;
    this.out = out;
  }

  /**
   * Writes a zone.
   *
   * @param zone its name as the API shows it
   * @param sets as the API lists them
   * @param zoneId the bare id; aliases into this zone are written without it
   * @throws IllegalArgumentException if a set is none that the API lists
   */
  public static void write(String zone, String zoneId, List<ResourceRecordSet> sets, Appendable out)
      throws java.io.IOException {
    var writer = new ZoneWriter(zoneId, out);
    String name = ZoneNames.format(name(zone));
    out.append(
        "; Hosted zone " + name + " as Understudy holds it: ./understudy import reads it.\n");
    out.append("; Comments that begin with " + Lexer.MARK + " are part of it.\n");
    out.append("$ORIGIN " + name + "\n");
    var lines = new ArrayList<Line>(sets.size());
    for (ResourceRecordSet set : sets) {
      DomainName owner = name(set.name());
      lines.add(new Line(order(owner), owner, RecordType.valueOf(set.type().name()), set));
    }
    lines.sort(ORDER);
    for (Line line : lines) {
      writer.line(line);
    }
  }

  private void line(Line line) throws java.io.IOException {
    ResourceRecordSet set = line.set();
    AliasTarget alias = set.aliasTarget();
    if (alias != null) {
      out.append(aliased(line, alias)).append('\n');
      return;
    }
    List<ResourceRecord> values = set.resourceRecords();
    Long ttl = set.ttl();
    if (values == null || ttl == null) {
      throw new IllegalArgumentException(set + " has neither values and a TTL nor an alias target");
    }
    String head = ZoneNames.format(line.owner()) + "\t" + ttl + "\tIN\t" + line.type() + "\t";
    Map<String, String> policy = Policies.of(set);
    for (ResourceRecord record : values) {
      out.append(head).append(record(line.type(), record.value(), policy)).append('\n');
    }
  }

  /** The data, and a comment where there is something else to say. */
  private static String record(RecordType type, String value, Map<String, String> policy) {
    Rdata rdata;
    try {
      rdata = RdataText.parse(type, value);
    } catch (PresentationException e) {
      throw new IllegalArgumentException(e.message(), e);
    }
    var members = new LinkedHashMap<>(policy);
    if (!RdataText.format(type, rdata).equals(value)) {
      members.put(Assembly.VALUE, value);
    }
    String words = RdataWords.format(type, rdata);
    return members.isEmpty() ? words : words + "\t" + new Annotation(members).format();
  }

  private String aliased(Line line, AliasTarget alias) {
    var members = new LinkedHashMap<String, String>();
    members.put("Name", ZoneNames.format(line.owner()));
    members.put("Type", line.type().name());
    if (!alias.hostedZoneId().equals(zoneId)) {
      members.put("HostedZoneId", alias.hostedZoneId());
    }
    members.put("DNSName", alias.dnsName());
    members.put("EvaluateTargetHealth", Boolean.toString(alias.evaluateTargetHealth()));
    members.putAll(Policies.of(line.set()));
    return new Annotation(members).format();
  }

  private static DomainName name(String text) {
    try {
      return NameText.parse(text);
    } catch (PresentationException e) {
      throw new IllegalArgumentException(e.message(), e);
    }
  }

  /** The labels from the root down, each ended by what sorts before every octet. */
  private static String order(DomainName name) {
    byte[] wire = name.wire();
    var starts = new ArrayList<Integer>();
    for (int at = 0; wire[at] != 0; at += 1 + wire[at]) {
      starts.add(at);
    }
    var order = new StringBuilder(wire.length);
    for (int start : starts.reversed()) {
      for (int i = start + 1; i <= start + wire[start]; i++) {
        order.append((char) (1 + (wire[i] & 0xff)));
      }
      order.append('\0');
    }
    return order.toString();
  }
}
