package dev.understudy.control;

import dev.understudy.intent.CidrCollection;
import dev.understudy.model.ActivateKeySigningKeyRequest;
import dev.understudy.model.AssociateVPCWithHostedZoneRequest;
import dev.understudy.model.ChangeCidrCollectionRequest;
import dev.understudy.model.ChangeResourceRecordSetsRequest;
import dev.understudy.model.ChangeTagsForResourceRequest;
import dev.understudy.model.CreateCidrCollectionRequest;
import dev.understudy.model.CreateHealthCheckRequest;
import dev.understudy.model.CreateHostedZoneRequest;
import dev.understudy.model.CreateKeySigningKeyRequest;
import dev.understudy.model.CreateQueryLoggingConfigRequest;
import dev.understudy.model.CreateReusableDelegationSetRequest;
import dev.understudy.model.CreateTrafficPolicyInstanceRequest;
import dev.understudy.model.CreateTrafficPolicyRequest;
import dev.understudy.model.CreateTrafficPolicyVersionRequest;
import dev.understudy.model.CreateVPCAssociationAuthorizationRequest;
import dev.understudy.model.DeactivateKeySigningKeyRequest;
import dev.understudy.model.DeleteCidrCollectionRequest;
import dev.understudy.model.DeleteHealthCheckRequest;
import dev.understudy.model.DeleteHostedZoneRequest;
import dev.understudy.model.DeleteKeySigningKeyRequest;
import dev.understudy.model.DeleteQueryLoggingConfigRequest;
import dev.understudy.model.DeleteReusableDelegationSetRequest;
import dev.understudy.model.DeleteTrafficPolicyInstanceRequest;
import dev.understudy.model.DeleteTrafficPolicyRequest;
import dev.understudy.model.DeleteVPCAssociationAuthorizationRequest;
import dev.understudy.model.DisableHostedZoneDNSSECRequest;
import dev.understudy.model.DisassociateVPCFromHostedZoneRequest;
import dev.understudy.model.EnableHostedZoneDNSSECRequest;
import dev.understudy.model.GetAccountLimitRequest;
import dev.understudy.model.GetChangeRequest;
import dev.understudy.model.GetCheckerIpRangesRequest;
import dev.understudy.model.GetCheckerIpRangesResponse;
import dev.understudy.model.GetDNSSECRequest;
import dev.understudy.model.GetGeoLocationRequest;
import dev.understudy.model.GetHealthCheckCountRequest;
import dev.understudy.model.GetHealthCheckLastFailureReasonRequest;
import dev.understudy.model.GetHealthCheckRequest;
import dev.understudy.model.GetHealthCheckStatusRequest;
import dev.understudy.model.GetHostedZoneCountRequest;
import dev.understudy.model.GetHostedZoneLimitRequest;
import dev.understudy.model.GetHostedZoneRequest;
import dev.understudy.model.GetQueryLoggingConfigRequest;
import dev.understudy.model.GetReusableDelegationSetLimitRequest;
import dev.understudy.model.GetReusableDelegationSetRequest;
import dev.understudy.model.GetTrafficPolicyInstanceCountRequest;
import dev.understudy.model.GetTrafficPolicyInstanceRequest;
import dev.understudy.model.GetTrafficPolicyRequest;
import dev.understudy.model.ListCidrBlocksRequest;
import dev.understudy.model.ListCidrCollectionsRequest;
import dev.understudy.model.ListCidrLocationsRequest;
import dev.understudy.model.ListGeoLocationsRequest;
import dev.understudy.model.ListHealthChecksRequest;
import dev.understudy.model.ListHostedZonesByNameRequest;
import dev.understudy.model.ListHostedZonesByVPCRequest;
import dev.understudy.model.ListHostedZonesRequest;
import dev.understudy.model.ListQueryLoggingConfigsRequest;
import dev.understudy.model.ListResourceRecordSetsRequest;
import dev.understudy.model.ListReusableDelegationSetsRequest;
import dev.understudy.model.ListTagsForResourceRequest;
import dev.understudy.model.ListTagsForResourcesRequest;
import dev.understudy.model.ListTrafficPoliciesRequest;
import dev.understudy.model.ListTrafficPolicyInstancesByHostedZoneRequest;
import dev.understudy.model.ListTrafficPolicyInstancesByPolicyRequest;
import dev.understudy.model.ListTrafficPolicyInstancesRequest;
import dev.understudy.model.ListTrafficPolicyVersionsRequest;
import dev.understudy.model.ListVPCAssociationAuthorizationsRequest;
import dev.understudy.model.Request;
import dev.understudy.model.Response;
import dev.understudy.model.TestDNSAnswerRequest;
import dev.understudy.model.UpdateHealthCheckRequest;
import dev.understudy.model.UpdateHostedZoneCommentRequest;
import dev.understudy.model.UpdateHostedZoneFeaturesRequest;
import dev.understudy.model.UpdateTrafficPolicyCommentRequest;
import dev.understudy.model.UpdateTrafficPolicyInstanceRequest;
import dev.understudy.store.Store;
import dev.understudy.store.StoreUnavailableException;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the API means: a request that the model's constraints have let through, to its response.
 *
 * <p>The switch over the sealed requests has no default, so an operation of the model that nobody
 * thought about does not compile. Safe for use by any number of threads; each call may wait for the
 * store's disk.
 */
public final class Route53 {
  private final Zones zones;
  private final HostedZones hostedZones;
  private final RecordSets recordSets;
  private final Changes changes;
  private final Checks checks;
  private final HealthChecks healthChecks;
  private final Tags tags;
  private final Questions questions;
  private final Observations observations;
  private final CidrCollections cidrCollections;
  private final CidrLists cidrLists;
  private final ZoneSigningKeys keys;

  /**
   * Wires the rooms behind the door.
   *
   * @param alarms those that health checks may follow
   * @param clock for times shown to people and for purging old changes
   * @param random makes ids; must be hard to guess and safe for many threads
   */
  public Route53(
      Store store,
      Roster roster,
      Observations observations,
      TestAnswers testAnswers,
      AlarmDirectory alarms,
      InstantSource clock,
      RandomGenerator random,
      ControlSettings settings) {
    var ids = new Ids(random);
    var locks = new Locks();
    this.observations = observations;
    zones = new Zones(store);
    changes = new Changes(store, roster, clock, ids);
    hostedZones = new HostedZones(store, zones, changes, ids, locks, settings);
    recordSets = new RecordSets(store, zones, changes, locks, settings.quotas());
    checks = new Checks(store, observations);
    healthChecks = new HealthChecks(store, checks, ids, locks, alarms, settings);
    tags = new Tags(store, zones, checks);
    questions = new Questions(zones, new ZoneAlone(store, zones), testAnswers);
    cidrCollections = new CidrCollections(store, changes, ids, locks, settings.quotas());
    cidrLists = new CidrLists(store);
    keys = new ZoneSigningKeys(store, zones, changes, locks, clock);
  }

  /**
   * Does what the request asks. When it returns, what was written is durable.
   *
   * @throws ApiException if it is refused, or cannot be done now; nothing was written then, unless
   *     the message of a ServiceUnavailable says that this is not known
   */
  public Response handle(Request request) throws ApiException {
    try {
      return dispatch(request);
    } catch (StoreUnavailableException e) {
      throw new ApiException(503, "ServiceUnavailable", String.valueOf(e.getMessage()));
    }
  }

  /**
   * What a change batch would do, refused as ChangeResourceRecordSets would refuse it. Writes
   * nothing.
   *
   * @throws ApiException as {@link #handle} does
   */
  public Rehearsal rehearse(ChangeResourceRecordSetsRequest request) throws ApiException {
    try {
      return recordSets.rehearse(request);
    } catch (StoreUnavailableException e) {
      throw new ApiException(503, "ServiceUnavailable", String.valueOf(e.getMessage()));
    }
  }

  /** The blocks of a CIDR collection; null if there is none. */
  public @Nullable CidrCollection cidrCollection(String id) {
    return cidrLists.meaning(id);
  }

  private Response dispatch(Request request) throws ApiException {
    return switch (request) {
      case CreateHostedZoneRequest r -> hostedZones.create(r);
      case GetHostedZoneRequest r -> zones.get(r);
      case ListHostedZonesRequest r -> zones.list(r);
      case ListHostedZonesByNameRequest r -> zones.listByName(r);
      case GetHostedZoneCountRequest _ -> zones.count();
      case DeleteHostedZoneRequest r -> hostedZones.delete(r);
      case UpdateHostedZoneCommentRequest r -> hostedZones.updateComment(r);
      case ChangeResourceRecordSetsRequest r -> recordSets.change(r);
      case ListResourceRecordSetsRequest r -> recordSets.list(r);
      case GetChangeRequest r -> changes.get(r);
      case CreateHealthCheckRequest r -> healthChecks.create(r);
      case GetHealthCheckRequest r -> checks.get(r);
      case ListHealthChecksRequest r -> checks.list(r);
      case GetHealthCheckCountRequest _ -> checks.count();
      case UpdateHealthCheckRequest r -> healthChecks.update(r);
      case DeleteHealthCheckRequest r -> healthChecks.delete(r);
      case GetHealthCheckStatusRequest r -> checks.status(r);
      case GetHealthCheckLastFailureReasonRequest r -> checks.lastFailure(r);
      case ChangeTagsForResourceRequest r -> tags.change(r);
      case ListTagsForResourceRequest r -> tags.list(r);
      case ListTagsForResourcesRequest r -> tags.list(r);
      case TestDNSAnswerRequest r -> questions.ask(r);
      case GetCheckerIpRangesRequest _ ->
          new GetCheckerIpRangesResponse(observations.checkerRanges());
      case GetDNSSECRequest r -> keys.get(r);
      case CreateKeySigningKeyRequest r -> keys.create(r);
      case ActivateKeySigningKeyRequest r -> keys.activate(r);
      case DeactivateKeySigningKeyRequest r -> keys.deactivate(r);
      case DeleteKeySigningKeyRequest r -> keys.delete(r);
      case EnableHostedZoneDNSSECRequest r -> keys.enable(r);
      case DisableHostedZoneDNSSECRequest r -> keys.disable(r);
      case CreateCidrCollectionRequest r -> cidrCollections.create(r);
      case ChangeCidrCollectionRequest r -> cidrCollections.change(r);
      case DeleteCidrCollectionRequest r -> cidrCollections.delete(r);
      case ListCidrCollectionsRequest r -> cidrLists.collections(r);
      case ListCidrLocationsRequest r -> cidrLists.locations(r);
      case ListCidrBlocksRequest r -> cidrLists.blocks(r);
      case GetGeoLocationRequest r -> GeoLocations.get(r);
      case ListGeoLocationsRequest r -> GeoLocations.list(r);
      case AssociateVPCWithHostedZoneRequest _,
          CreateQueryLoggingConfigRequest _,
          CreateReusableDelegationSetRequest _,
          CreateTrafficPolicyRequest _,
          CreateTrafficPolicyInstanceRequest _,
          CreateTrafficPolicyVersionRequest _,
          CreateVPCAssociationAuthorizationRequest _,
          DeleteQueryLoggingConfigRequest _,
          DeleteReusableDelegationSetRequest _,
          DeleteTrafficPolicyRequest _,
          DeleteTrafficPolicyInstanceRequest _,
          DeleteVPCAssociationAuthorizationRequest _,
          DisassociateVPCFromHostedZoneRequest _,
          GetAccountLimitRequest _,
          GetHostedZoneLimitRequest _,
          GetQueryLoggingConfigRequest _,
          GetReusableDelegationSetRequest _,
          GetReusableDelegationSetLimitRequest _,
          GetTrafficPolicyRequest _,
          GetTrafficPolicyInstanceRequest _,
          GetTrafficPolicyInstanceCountRequest _,
          ListHostedZonesByVPCRequest _,
          ListQueryLoggingConfigsRequest _,
          ListReusableDelegationSetsRequest _,
          ListTrafficPoliciesRequest _,
          ListTrafficPolicyInstancesRequest _,
          ListTrafficPolicyInstancesByHostedZoneRequest _,
          ListTrafficPolicyInstancesByPolicyRequest _,
          ListTrafficPolicyVersionsRequest _,
          ListVPCAssociationAuthorizationsRequest _,
          UpdateHostedZoneFeaturesRequest _,
          UpdateTrafficPolicyCommentRequest _,
          UpdateTrafficPolicyInstanceRequest _ ->
          throw notBuilt(request);
    };
  }

  /**
   * Takes what is due by the clock: the next step in the life of zone-signing keys. To be called
   * now and then, more often than daily; calling it twice, or from two processes, does no harm.
   *
   * @throws StoreUnavailableException if the store cannot do its work now
   */
  public void maintain() {
    keys.rotate();
  }

  private static ApiException notBuilt(Request request) {
    String operation = request.getClass().getSimpleName().replaceFirst("Request$", "");
    return new ApiException(
        501, "NotImplemented", "Understudy does not offer " + operation + " yet.");
  }
}
