package dev.understudy.control;

import dev.understudy.model.DelegationSet;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.GetHostedZoneCountResponse;
import dev.understudy.model.GetHostedZoneRequest;
import dev.understudy.model.GetHostedZoneResponse;
import dev.understudy.model.HostedZone;
import dev.understudy.model.HostedZoneConfig;
import dev.understudy.model.HostedZoneType;
import dev.understudy.model.ListHostedZonesByNameRequest;
import dev.understudy.model.ListHostedZonesByNameResponse;
import dev.understudy.model.ListHostedZonesRequest;
import dev.understudy.model.ListHostedZonesResponse;
import dev.understudy.model.VPC;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads hosted zones: one, all in order of creation, all in order of names. */
final class Zones {
  private static final int PAGE_MAX = 100;
  private static final int ID_MAX = 32;

  private final Store store;

  Zones(Store store) {
    this.store = store;
  }

  /** Without {@code /hostedzone/}. */
  static String bareId(String id) {
    return id.replaceFirst("^/?hostedzone/", "");
  }

  /**
   * The entry of a zone.
   *
   * @param id bare
   * @throws ApiException NoSuchHostedZone
   */
  Entry entry(String id) throws ApiException {
    Entry entry = id.length() > ID_MAX ? null : store.get(Keys.zone(id));
    if (entry == null) {
      throw Errors.noSuchHostedZone(id);
    }
    return entry;
  }

  /**
   * A zone.
   *
   * @param id with or without prefix
   * @throws ApiException NoSuchHostedZone
   */
  Zone get(String id) throws ApiException {
    String bare = bareId(id);
    return ZoneCodec.read(bare, entry(bare).value().octets());
  }

  long recordSetCount(String zoneId) {
    Entry head = store.get(Keys.zoneHead(zoneId));
    return head == null ? 0 : SmallCodecs.readNumber(head.value().octets());
  }

  GetHostedZoneResponse get(GetHostedZoneRequest request) throws ApiException {
    Zone zone = get(request.id());
    return new GetHostedZoneResponse(
        show(zone, recordSetCount(zone.id())),
        delegationSet(zone),
        zone.privateZone()
            ? zone.networks().stream().map(n -> new VPC(n.region(), n.id())).toList()
            : null);
  }

  GetHostedZoneCountResponse count() {
    return new GetHostedZoneCountResponse(store.count(Keys.prefix(Space.ZONE)));
  }

  ListHostedZonesResponse list(ListHostedZonesRequest request) throws ApiException {
    int size = Pages.size(request.maxItems(), PAGE_MAX, PAGE_MAX);
    if (request.delegationSetId() != null && !request.delegationSetId().isEmpty()) {
      throw new ApiException(
          ErrorCode.NO_SUCH_DELEGATION_SET,
          "No delegation set found with ID: " + request.delegationSetId());
    }
    String marker =
        request.marker() == null || request.marker().isEmpty() ? null : request.marker();
    Key from = marker == null ? null : Keys.zoneCreated(createdOf(marker));
    List<Zone> page =
        page(
            Space.ZONE_CREATED,
            from,
            size + 1,
            request.hostedZoneType() == HostedZoneType.PRIVATE_HOSTED_ZONE);
    boolean truncated = page.size() > size;
    return ListHostedZonesResponse.builder()
        .hostedZones(show(page, size))
        .marker(marker == null ? "" : marker)
        .isTruncated(truncated)
        .nextMarker(truncated ? page.get(size).id() : null)
        .maxItems(Integer.toString(size))
        .build();
  }

  ListHostedZonesByNameResponse listByName(ListHostedZonesByNameRequest request)
      throws ApiException {
    int size = Pages.size(request.maxItems(), PAGE_MAX, PAGE_MAX);
    String name = request.dnsName();
    String id = request.hostedZoneId() == null ? null : bareId(request.hostedZoneId());
    if (name == null && id != null) {
      throw Errors.invalidInput("HostedZoneId cannot be given without DNSName.");
    }
    List<Zone> page =
        page(Space.ZONE_NAME, name == null ? null : startAt(name, id), size + 1, false);
    boolean truncated = page.size() > size;
    return ListHostedZonesByNameResponse.builder()
        .hostedZones(show(page, size))
        .dnsName(name)
        .hostedZoneId(id)
        .isTruncated(truncated)
        .nextDNSName(truncated ? NameText.format(page.get(size).name()) : null)
        .nextHostedZoneId(truncated ? page.get(size).id() : null)
        .maxItems(Integer.toString(size))
        .build();
  }

  private static Key startAt(String name, @Nullable String id) throws ApiException {
    try {
      return Keys.zoneName(NameText.parse(name), id);
    } catch (PresentationException e) {
      throw new ApiException(ErrorCode.INVALID_DOMAIN_NAME, e.message());
    }
  }

  private long createdOf(String marker) throws ApiException {
    try {
      return get(marker).created();
    } catch (ApiException e) {
      return Pages.createdOfGone(store, bareId(marker), "hosted zone");
    }
  }

  /** At most {@code limit} zones from there on; the index is read on until there are so many. */
  private List<Zone> page(Space index, @Nullable Key from, int limit, boolean onlyPrivate) {
    var page = new ArrayList<Zone>();
    Key next = from;
    while (true) {
      List<Entry> entries = store.scan(Keys.prefix(index), next, limit + 1);
      for (Entry entry : entries.size() > limit ? entries.subList(0, limit) : entries) {
        String id = SmallCodecs.readText(entry.value().octets());
        Entry held = store.get(Keys.zone(id));
        Zone zone = held == null ? null : ZoneCodec.read(id, held.value().octets());
        if (zone != null && (!onlyPrivate || zone.privateZone()) && page.size() < limit) {
          page.add(zone);
        }
      }
      if (page.size() == limit || entries.size() <= limit) {
        return page;
      }
      next = entries.get(limit).key();
    }
  }

  private List<HostedZone> show(List<Zone> page, int size) {
    return page.stream().limit(size).map(z -> show(z, recordSetCount(z.id()))).toList();
  }

  static HostedZone show(Zone zone, long recordSetCount) {
    return HostedZone.builder()
        .id("/hostedzone/" + zone.id())
        .name(NameText.format(zone.name()))
        .callerReference(zone.callerReference())
        .config(new HostedZoneConfig(zone.comment(), zone.privateZone()))
        .resourceRecordSetCount(recordSetCount)
        .build();
  }

  /** Null for a private zone. Its id is shown only for reusable sets. */
  static @Nullable DelegationSet delegationSet(Zone zone) {
    return zone.privateZone() ? null : new DelegationSet(null, null, zone.nameServers());
  }
}
