package dev.understudy.control;

import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record set as the API keeps it: what it means, and the caller's own spelling of it.
 *
 * @param meaning in wire form; two record sets are the same exactly if this is
 * @param values the record data as submitted, in the order of {@code meaning.records()}
 * @param place how a geoproximity location was spelled, or null
 */
record RecordSet(ResourceRecordSet meaning, List<String> values, @Nullable PlaceText place) {
  RecordSet {
    values = List.copyOf(values);
    if (values.size() != meaning.records().size()) {
      throw new IllegalArgumentException("values and records differ in number");
    }
  }

  /**
   * The spelling of coordinates and bias, which numbers would lose ({@code 51.50}).
   *
   * @param latitude null unless coordinates were given; so is {@code longitude}
   * @param bias null when none was given
   */
  record PlaceText(@Nullable String latitude, @Nullable String longitude, @Nullable Integer bias) {}

  Identity identity() {
    return new Identity(meaning.name(), meaning.type(), meaning.setIdentifier());
  }

  RoutingPolicy policy() {
    return meaning.policy();
  }
}
