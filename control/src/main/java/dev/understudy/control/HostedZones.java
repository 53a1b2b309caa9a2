package dev.understudy.control;

import dev.understudy.control.Zone.Network;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.model.ChangeInfo;
import dev.understudy.model.CreateHostedZoneRequest;
import dev.understudy.model.CreateHostedZoneResponse;
import dev.understudy.model.DeleteHostedZoneRequest;
import dev.understudy.model.DeleteHostedZoneResponse;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.HostedZoneConfig;
import dev.understudy.model.TagResourceType;
import dev.understudy.model.UpdateHostedZoneCommentRequest;
import dev.understudy.model.UpdateHostedZoneCommentResponse;
import dev.understudy.model.VPC;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.presentation.RdataText;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Condition;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import dev.understudy.wire.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Creates, changes and deletes hosted zones (API Reference, "Actions", hosted zones). */
final class HostedZones {
  private static final int NS_TTL = 172_800;
  private static final int SOA_TTL = 900;
  private static final String SOA_NUMBERS =
      " awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400";
  private static final int RECORD_SETS_AT_FIRST = 2;
  private static final int ATTEMPTS_MAX = 100;

  private final Store store;
  private final Zones zones;
  private final Changes changes;
  private final Ids ids;
  private final Locks locks;
  private final ControlSettings settings;

  HostedZones(
      Store store, Zones zones, Changes changes, Ids ids, Locks locks, ControlSettings settings) {
    this.store = store;
    this.zones = zones;
    this.changes = changes;
    this.ids = ids;
    this.locks = locks;
    this.settings = settings;
  }

  CreateHostedZoneResponse create(CreateHostedZoneRequest request) throws ApiException {
    DomainName name = name(request.name());
    if (request.delegationSetId() != null) {
      throw new ApiException(
          ErrorCode.NO_SUCH_DELEGATION_SET,
          "No delegation set found with ID: " + request.delegationSetId());
    }
    List<Network> networks = networks(request);
    ReentrantLock lock = locks.of("");
    lock.lock();
    try {
      for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
        CreateHostedZoneResponse response = tryToCreate(request, name, networks);
        if (response != null) {
          return response;
        }
      }
    } finally {
      lock.unlock();
    }
    throw Errors.tooBusy();
  }

  private @Nullable CreateHostedZoneResponse tryToCreate(
      CreateHostedZoneRequest request, DomainName name, List<Network> networks)
      throws ApiException {
    if (store.get(Keys.zoneReference(request.callerReference())) != null) {
      throw new ApiException(
          ErrorCode.HOSTED_ZONE_ALREADY_EXISTS,
          "A hosted zone has already been created with the specified caller reference.");
    }
    long max = settings.quotas().hostedZonesMax();
    if (max < Long.MAX_VALUE && store.count(Keys.prefix(Space.ZONE)) >= max) {
      throw new ApiException(
          ErrorCode.TOO_MANY_HOSTED_ZONES,
          "This account has reached its limit of " + max + " hosted zones.");
    }
    Sequence sequence = Sequence.read(store);
    boolean isPrivate = !networks.isEmpty();
    HostedZoneConfig config = request.hostedZoneConfig();
    String comment = config == null ? null : config.comment();
    var zone =
        new Zone(
            ids.zone(),
            name,
            sequence.next(),
            request.callerReference(),
            comment == null || comment.isEmpty() ? null : comment,
            isPrivate,
            networks,
            nameServers(isPrivate));
    var conditions =
        List.<Condition>of(
            sequence.unchanged(),
            new Condition.AtRevision(Keys.zoneReference(request.callerReference()), 0),
            new Condition.AtRevision(Keys.zone(zone.id()), 0));
    ChangeInfo info = changes.commit(conditions, creation(zone, sequence), null);
    return info == null ? null : response(zone, info);
  }

  private List<Mutation> creation(Zone zone, Sequence sequence) {
    var mutations = new ArrayList<Mutation>();
    mutations.add(sequence.advance());
    mutations.add(new Mutation.Put(Keys.zone(zone.id()), ZoneCodec.write(zone)));
    mutations.add(
        new Mutation.Put(Keys.zoneHead(zone.id()), SmallCodecs.number(RECORD_SETS_AT_FIRST)));
    mutations.add(new Mutation.Put(Keys.zoneCreated(zone.created()), SmallCodecs.text(zone.id())));
    mutations.add(
        new Mutation.Put(Keys.zoneName(zone.name(), zone.id()), SmallCodecs.text(zone.id())));
    mutations.add(
        new Mutation.Put(Keys.zoneReference(zone.callerReference()), SmallCodecs.text(zone.id())));
    for (RecordSet set : defaults(zone)) {
      mutations.add(
          new Mutation.Put(Keys.recordSet(zone.id(), set.identity()), RecordSetCodec.write(set)));
    }
    return mutations;
  }

  private CreateHostedZoneResponse response(Zone zone, ChangeInfo info) {
    Network network = zone.networks().isEmpty() ? null : zone.networks().getFirst();
    return new CreateHostedZoneResponse(
        Zones.show(zone, RECORD_SETS_AT_FIRST),
        info,
        Zones.delegationSet(zone),
        network == null ? null : new VPC(network.region(), network.id()),
        "/2013-04-01/hostedzone/" + zone.id());
  }

  UpdateHostedZoneCommentResponse updateComment(UpdateHostedZoneCommentRequest request)
      throws ApiException {
    String id = Zones.bareId(request.id());
    ReentrantLock lock = locks.of(id);
    lock.lock();
    try {
      for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
        Entry entry = zones.entry(id);
        String comment = request.comment();
        Zone zone =
            ZoneCodec.read(id, entry.value().octets())
                .withComment(comment == null || comment.isEmpty() ? null : comment);
        var outcome =
            store.commit(
                List.of(new Condition.AtRevision(entry.key(), entry.revision())),
                List.of(new Mutation.Put(entry.key(), ZoneCodec.write(zone))));
        switch (outcome) {
          case Store.CommitOutcome.Committed _ -> {
            return new UpdateHostedZoneCommentResponse(Zones.show(zone, zones.recordSetCount(id)));
          }
          case Store.CommitOutcome.Refused _ -> {}
        }
      }
    } finally {
      lock.unlock();
    }
    throw Errors.tooBusy();
  }

  DeleteHostedZoneResponse delete(DeleteHostedZoneRequest request) throws ApiException {
    String id = Zones.bareId(request.id());
    ReentrantLock lock = locks.of(id);
    lock.lock();
    try {
      for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
        ChangeInfo info = tryToDelete(id);
        if (info != null) {
          return new DeleteHostedZoneResponse(info);
        }
      }
    } finally {
      lock.unlock();
    }
    throw Errors.tooBusy();
  }

  private @Nullable ChangeInfo tryToDelete(String id) throws ApiException {
    Entry entry = zones.entry(id);
    Entry head = store.get(Keys.zoneHead(id));
    if (head == null) {
      return null;
    }
    if (store.get(Keys.zoneKeys(id)) != null) {
      throw new ApiException(
          ErrorCode.HOSTED_ZONE_NOT_EMPTY,
          "The specified hosted zone contains DNSSEC Key Signing Keys and so cannot be deleted.");
    }
    Zone zone = ZoneCodec.read(id, entry.value().octets());
    var mutations = new ArrayList<Mutation>();
    for (Entry set : store.scan(Keys.recordSets(id), null, RECORD_SETS_AT_FIRST + 1)) {
      Identity identity = Keys.identityOfRecordSet(set.key().octets());
      boolean required =
          identity.name().equals(zone.name())
              && (identity.type() == RecordType.NS || identity.type() == RecordType.SOA);
      if (!required) {
        throw new ApiException(
            ErrorCode.HOSTED_ZONE_NOT_EMPTY,
            "The specified hosted zone contains non-required resource record sets and so cannot"
                + " be deleted.");
      }
      mutations.add(new Mutation.Delete(set.key()));
    }
    mutations.add(new Mutation.Delete(entry.key()));
    mutations.add(new Mutation.Delete(head.key()));
    mutations.add(new Mutation.Delete(Keys.zoneCreated(zone.created())));
    mutations.add(new Mutation.Put(Keys.gone(id), SmallCodecs.number(zone.created())));
    mutations.add(new Mutation.Delete(Keys.zoneName(zone.name(), id)));
    mutations.add(new Mutation.Delete(Keys.tags(TagResourceType.HOSTEDZONE.value(), id)));
    return changes.commit(
        List.of(
            new Condition.AtRevision(head.key(), head.revision()),
            new Condition.AtRevision(Keys.zoneKeys(id), 0),
            new Condition.AtRevision(entry.key(), entry.revision())),
        mutations,
        null);
  }

  private static DomainName name(String text) throws ApiException {
    DomainName name;
    try {
      name = NameText.parse(text);
    } catch (PresentationException e) {
      throw new ApiException(ErrorCode.INVALID_DOMAIN_NAME, e.message());
    }
    if (name.isWildcard() || name.lengthOctets() == 1) {
      throw new ApiException(
          ErrorCode.INVALID_DOMAIN_NAME, "The domain name " + text + " cannot be a hosted zone.");
    }
    return name;
  }

  private static List<Network> networks(CreateHostedZoneRequest request) throws ApiException {
    VPC vpc = request.vpc();
    HostedZoneConfig config = request.hostedZoneConfig();
    if (vpc != null) {
      if (vpc.vpcId() == null || vpc.vpcRegion() == null) {
        throw new ApiException(ErrorCode.INVALID_VPC_ID, "The VPC ID is invalid.");
      }
      return List.of(new Network(vpc.vpcRegion(), vpc.vpcId()));
    }
    if (config != null && Boolean.TRUE.equals(config.privateZone())) {
      throw Errors.invalidInput(
          "When you're creating a private hosted zone (when you specify true for PrivateZone), you"
              + " must also specify values for VPCId and VPCRegion.");
    }
    return List.of();
  }

  private List<String> nameServers(boolean isPrivate) {
    if (isPrivate) {
      return Ids.privateNameServers();
    }
    return settings.nameServers().isEmpty() ? ids.nameServers() : settings.nameServers();
  }

  /** The NS and SOA that every zone begins with; the serial stays 1 for ever. */
  private static List<RecordSet> defaults(Zone zone) {
    List<String> servers = zone.nameServers().stream().map(server -> server + ".").toList();
    return List.of(
        recordSet(zone.name(), RecordType.NS, NS_TTL, servers),
        recordSet(zone.name(), RecordType.SOA, SOA_TTL, List.of(servers.getFirst() + SOA_NUMBERS)));
  }

  private static RecordSet recordSet(
      DomainName name, RecordType type, int ttl, List<String> values) {
    try {
      var records = new ArrayList<dev.understudy.intent.Rdata>();
      for (String value : values) {
        records.add(RdataText.parse(type, value));
      }
      return new RecordSet(
          new ResourceRecordSet(
              name, type, "", new RoutingPolicy.Simple(), ttl, records, null, null),
          values,
          null);
    } catch (PresentationException e) {
      throw new IllegalStateException(e);
    }
  }
}
