package dev.understudy.control;

import dev.understudy.control.RecordSet.PlaceText;
import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.Rdata;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Geolocation;
import dev.understudy.intent.RoutingPolicy.Geoproximity;
import dev.understudy.intent.RoutingPolicy.IpBased;
import dev.understudy.intent.RoutingPolicy.Latency;
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.intent.RoutingPolicy.Weighted;
import dev.understudy.store.Value;
import dev.understudy.store.ValueReader;
import dev.understudy.store.ValueWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Record sets to octets and back. The name, type and set identifier are in the key.
 *
 * <pre>
 *  format | policy | health check? | 0 | TTL | count | (rdata, text) ...
 *                                  | 1 | zone | name | evaluate | known health
 * </pre>
 *
 * <p>Each value is kept as wire form and as text: nameservers read only the first and lists only
 * the second, so neither parses anything.
 */
final class RecordSetCodec {
  private static final int FORMAT = 1;
  private static final RoutingPolicy SIMPLE = new Simple();
  private static final RoutingPolicy MULTIVALUE = new Multivalue();
  private static final int BIAS_OFFSET = 99;

  private RecordSetCodec() {}

  static Value write(RecordSet set) {
    ResourceRecordSet meaning = set.meaning();
    var out = new ValueWriter(FORMAT);
    writePolicy(meaning.policy(), set.place(), out);
    out.optionalText(meaning.healthCheckId());
    AliasTarget alias = meaning.alias();
    if (alias != null) {
      return out.octet(1)
          .text(alias.hostedZoneId())
          .bytes(alias.name().wire())
          .flag(alias.evaluateTargetHealth())
          .value();
    }
    out.octet(0).number(meaning.ttlSeconds()).number(meaning.records().size());
    for (int i = 0; i < meaning.records().size(); i++) {
      out.bytes(meaning.records().get(i).octets()).text(set.values().get(i));
    }
    return out.value();
  }

  /** All of it, for lists and for comparing. */
  static RecordSet read(Identity id, byte[] octets) {
    var texts = new ArrayList<String>();
    var place = new Place();
    ResourceRecordSet meaning = read(id, octets, in -> texts.add(in.text()), place);
    return new RecordSet(meaning, texts, place.text);
  }

  /** Only what it means, for those who answer. */
  static ResourceRecordSet readMeaning(Identity id, byte[] octets) {
    return read(id, octets, ValueReader::skip, new Place());
  }

  private static ResourceRecordSet read(
      Identity id, byte[] octets, Consumer<ValueReader> text, Place place) {
    var in = new ValueReader("record set", octets, FORMAT);
    try {
      RoutingPolicy policy = readPolicy(in, place);
      String check = in.optionalText();
      ResourceRecordSet set =
          switch (in.octet()) {
            case 0 -> {
              int ttl = in.smallNumber();
              List<Rdata> records = readRecords(in, text);
              yield new ResourceRecordSet(
                  id.name(), id.type(), id.setIdentifier(), policy, ttl, records, null, check);
            }
            case 1 -> {
              var alias = new AliasTarget(in.text(), DomainName.ofWire(in.bytes()), in.flag());
              yield new ResourceRecordSet(
                  id.name(), id.type(), id.setIdentifier(), policy, 0, List.of(), alias, check);
            }
            default -> throw in.damaged();
          };
      in.end();
      return set;
    } catch (IllegalArgumentException e) {
      throw in.damaged();
    }
  }

  private static List<Rdata> readRecords(ValueReader in, Consumer<ValueReader> text) {
    int count = in.count();
    if (count == 1) {
      Rdata only = Rdata.of(in.bytes());
      text.accept(in);
      return List.of(only);
    }
    var records = new ArrayList<Rdata>(count);
    for (int i = 0; i < count; i++) {
      records.add(Rdata.of(in.bytes()));
      text.accept(in);
    }
    return records;
  }

  private static void writePolicy(
      RoutingPolicy policy, @Nullable PlaceText place, ValueWriter out) {
    switch (policy) {
      case Simple() -> out.octet(0);
      case Failover(boolean primary) -> out.octet(1).flag(primary);
      case Weighted(int weight) -> out.octet(2).octet(weight);
      case Latency(String region) -> out.octet(3).text(region);
      case Geolocation(var continent, var country, var subdivision) ->
          out.octet(4).optionalText(continent).optionalText(country).optionalText(subdivision);
      case Geoproximity(var region, var localZoneGroup, _, _) -> {
        PlaceText text = place == null ? new PlaceText(null, null, null) : place;
        Integer bias = text.bias();
        out.octet(5)
            .optionalText(region)
            .optionalText(localZoneGroup)
            .optionalText(text.latitude())
            .optionalText(text.longitude())
            .optionalNumber(bias == null ? null : Integer.valueOf(bias + BIAS_OFFSET));
      }
      case Multivalue() -> out.octet(6);
      case IpBased(String collection, String location) ->
          out.octet(7).text(collection).text(location);
    }
  }

  private static RoutingPolicy readPolicy(ValueReader in, Place place) {
    return switch (in.octet()) {
      case 0 -> SIMPLE;
      case 1 -> new Failover(in.flag());
      case 2 -> new Weighted(in.octet());
      case 3 -> new Latency(in.text());
      case 4 -> new Geolocation(in.optionalText(), in.optionalText(), in.optionalText());
      case 5 -> {
        String region = in.optionalText();
        String localZoneGroup = in.optionalText();
        String latitude = in.optionalText();
        String longitude = in.optionalText();
        Integer stored = in.optionalNumber();
        Integer bias = stored == null ? null : Integer.valueOf(stored - BIAS_OFFSET);
        place.text = new PlaceText(latitude, longitude, bias);
        yield new Geoproximity(
            region, localZoneGroup, coordinates(latitude, longitude), bias == null ? 0 : bias);
      }
      case 6 -> MULTIVALUE;
      case 7 -> new IpBased(in.text(), in.text());
      default -> throw in.damaged();
    };
  }

  /** NumberFormatException is an IllegalArgumentException; the caller turns it into damage. */
  private static @Nullable Coordinates coordinates(
      @Nullable String latitude, @Nullable String longitude) {
    return latitude == null || longitude == null
        ? null
        : new Coordinates(Double.parseDouble(latitude), Double.parseDouble(longitude));
  }

  /** Takes the spelling of a place out of a policy, if it has one. */
  private static final class Place {
    @Nullable PlaceText text;
  }
}
