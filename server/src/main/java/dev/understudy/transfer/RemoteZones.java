package dev.understudy.transfer;

import dev.understudy.control.ApiException;
import dev.understudy.intent.DomainName;
import dev.understudy.model.ChangeBatch;
import dev.understudy.model.ChangeResourceRecordSetsRequest;
import dev.understudy.model.CreateHostedZoneRequest;
import dev.understudy.model.CreateHostedZoneResponse;
import dev.understudy.model.GetHostedZoneRequest;
import dev.understudy.model.GetHostedZoneResponse;
import dev.understudy.model.HostedZone;
import dev.understudy.model.ListHostedZonesByNameRequest;
import dev.understudy.model.ListHostedZonesByNameResponse;
import dev.understudy.model.ListResourceRecordSetsRequest;
import dev.understudy.model.ListResourceRecordSetsResponse;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.presentation.NameText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The hosted zones of a server. All methods throw as {@link Caller#call} does. */
public final class RemoteZones {
  private static final String PAGE = "300";

  private final Caller caller;

  /** Asks nothing yet. */
  public RemoteZones(Caller caller) {
    this.caller = caller;
  }

  /** The zone with that id, bare or with its prefix. */
  public HostedZone byId(String id) throws ApiException, IOException, InterruptedException {
    return ((GetHostedZoneResponse) caller.call(new GetHostedZoneRequest(id))).hostedZone();
  }

  /** All zones of that name; there may be several, and private ones. */
  public List<HostedZone> named(DomainName name)
      throws ApiException, IOException, InterruptedException {
    String text = NameText.format(name);
    var named = new ArrayList<HostedZone>();
    String from = text;
    String fromId = null;
    while (true) {
      var page =
          (ListHostedZonesByNameResponse)
              caller.call(new ListHostedZonesByNameRequest(from, fromId, "100"));
      for (HostedZone zone : page.hostedZones()) {
        if (!zone.name().equals(text)) {
          return named;
        }
        named.add(zone);
      }
      String next = page.nextDNSName();
      if (!page.isTruncated() || next == null) {
        return named;
      }
      from = next;
      fromId = page.nextHostedZoneId();
    }
  }

  /**
   * Creates a public zone.
   *
   * @param reference of this creation and no other
   */
  public HostedZone create(DomainName name, String reference)
      throws ApiException, IOException, InterruptedException {
    var request =
        CreateHostedZoneRequest.builder().name(NameText.format(name)).callerReference(reference);
    return ((CreateHostedZoneResponse) caller.call(request.build())).hostedZone();
  }

  /** All record sets of a zone, in the order of the API; page by page, so no snapshot. */
  public List<ResourceRecordSet> sets(String zoneId)
      throws ApiException, IOException, InterruptedException {
    var sets = new ArrayList<ResourceRecordSet>();
    var request = new ListResourceRecordSetsRequest(zoneId, null, null, null, PAGE);
    while (true) {
      var page = (ListResourceRecordSetsResponse) caller.call(request);
      sets.addAll(page.resourceRecordSets());
      if (!page.isTruncated()) {
        return sets;
      }
      request =
          new ListResourceRecordSetsRequest(
              zoneId,
              page.nextRecordName(),
              page.nextRecordType(),
              page.nextRecordIdentifier(),
              PAGE);
    }
  }

  /** Sends one batch, done whole or not at all. */
  void change(String zoneId, ChangeBatch batch)
      throws ApiException, IOException, InterruptedException {
    caller.call(
        ChangeResourceRecordSetsRequest.builder().hostedZoneId(zoneId).changeBatch(batch).build());
  }
}
