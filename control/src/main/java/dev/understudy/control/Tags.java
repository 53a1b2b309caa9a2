package dev.understudy.control;

import dev.understudy.model.ChangeTagsForResourceRequest;
import dev.understudy.model.ChangeTagsForResourceResponse;
import dev.understudy.model.ListTagsForResourceRequest;
import dev.understudy.model.ListTagsForResourceResponse;
import dev.understudy.model.ListTagsForResourcesRequest;
import dev.understudy.model.ListTagsForResourcesResponse;
import dev.understudy.model.ResourceTagSet;
import dev.understudy.model.Tag;
import dev.understudy.model.TagResourceType;
import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Store.CommitOutcome;
import dev.understudy.store.Store.Condition;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Tags of hosted zones and health checks. Those of health checks that begin with {@code
 * understudy:} change how a check is probed, see {@link CheckTags}.
 */
final class Tags {
  private static final int TAGS_MAX = 10;
  private static final int ID_MAX = 32;
  private static final int ATTEMPTS_MAX = 100;

  private final Store store;
  private final Zones zones;
  private final Checks checks;

  Tags(Store store, Zones zones, Checks checks) {
    this.store = store;
    this.zones = zones;
    this.checks = checks;
  }

  ChangeTagsForResourceResponse change(ChangeTagsForResourceRequest request) throws ApiException {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      if (tryToChange(request)) {
        return new ChangeTagsForResourceResponse();
      }
    }
    throw Errors.tooBusy();
  }

  private boolean tryToChange(ChangeTagsForResourceRequest request) throws ApiException {
    Entry resource = resource(request.resourceType(), request.resourceId());
    Key key = Keys.tags(request.resourceType().value(), request.resourceId());
    Entry held = store.get(key);
    List<Tag> tags =
        changed(held == null ? List.of() : SmallCodecs.readTags(held.value().octets()), request);
    switch (request.resourceType()) {
      case HEALTHCHECK -> {
        Check check = CheckCodec.read(request.resourceId(), resource.value().octets());
        CheckTags.read(check.config().type(), tags);
      }
      case HOSTEDZONE -> CheckTags.demandNone(tags);
    }
    var outcome =
        store.commit(
            List.of(
                new Condition.Present(resource.key()),
                new Condition.AtRevision(key, held == null ? 0 : held.revision())),
            List.of(
                tags.isEmpty()
                    ? new Mutation.Delete(key)
                    : new Mutation.Put(key, SmallCodecs.tags(tags))));
    return switch (outcome) {
      case CommitOutcome.Committed _ -> true;
      case CommitOutcome.Refused _ -> false;
    };
  }

  /** Adding a key that is there replaces its value; removing one that is not does nothing. */
  private static List<Tag> changed(List<Tag> old, ChangeTagsForResourceRequest request)
      throws ApiException {
    var tags = new LinkedHashMap<String, Tag>();
    old.forEach(tag -> tags.put(keyOf(tag), tag));
    List<String> removed = request.removeTagKeys();
    List<Tag> added = request.addTags();
    if (removed == null && added == null) {
      throw Errors.invalidInput("Neither AddTags nor RemoveTagKeys was given.");
    }
    if (removed != null) {
      removed.forEach(tags::remove);
    }
    for (Tag tag : added == null ? List.<Tag>of() : added) {
      if (keyOf(tag).isEmpty()) {
        throw Errors.invalidInput("A tag must have a key.");
      }
      tags.put(keyOf(tag), new Tag(tag.key(), tag.value() == null ? "" : tag.value()));
    }
    if (tags.size() > TAGS_MAX) {
      throw Errors.invalidInput("A resource cannot have more than " + TAGS_MAX + " tags.");
    }
    return new ArrayList<>(tags.values());
  }

  ListTagsForResourceResponse list(ListTagsForResourceRequest request) throws ApiException {
    return new ListTagsForResourceResponse(tagSet(request.resourceType(), request.resourceId()));
  }

  ListTagsForResourcesResponse list(ListTagsForResourcesRequest request) throws ApiException {
    var sets = new ArrayList<ResourceTagSet>();
    for (String id : request.resourceIds()) {
      sets.add(tagSet(request.resourceType(), id));
    }
    return new ListTagsForResourcesResponse(sets);
  }

  private ResourceTagSet tagSet(TagResourceType type, String id) throws ApiException {
    resource(type, id);
    Entry held = store.get(Keys.tags(type.value(), id));
    return new ResourceTagSet(
        type, id, held == null ? List.of() : SmallCodecs.readTags(held.value().octets()));
  }

  /** Ids here must be bare, unlike everywhere else. */
  private Entry resource(TagResourceType type, String id) throws ApiException {
    return switch (type) {
      case HEALTHCHECK -> checks.entry(id);
      case HOSTEDZONE -> {
        if (id.length() > ID_MAX || id.contains("/")) {
          throw Errors.invalidInput(
              "1 validation error detected: Value '"
                  + id
                  + "' at 'resourceId' failed to satisfy constraint: Member must have length less"
                  + " than or equal to "
                  + ID_MAX);
        }
        yield zones.entry(id);
      }
    };
  }

  private static String keyOf(Tag tag) {
    String key = tag.key();
    return key == null ? "" : key;
  }
}
