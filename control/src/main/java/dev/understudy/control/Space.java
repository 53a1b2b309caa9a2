package dev.understudy.control;

/**
 * The first octet of every key: what kind of thing it holds.
 *
 * <p>The order is also the order in which a follower is told of the whole state: zones, checks,
 * tags, CIDR collections and zone keys come before the record sets, which are many, and everything
 * only the API reads comes after. From 0x40 on are the spaces of other packages: 0x40 {@code
 * delivery}, 0x60 to 0x65 {@code history}, 0x70 to 0x73 {@code incident}.
 */
enum Space {
  /** The number last given to a zone or check: {@code SEQUENCE}. */
  SEQUENCE(0x01),
  /** A hosted zone: {@code ZONE id}. */
  ZONE(0x10),
  /** A health check: {@code CHECK id}. */
  CHECK(0x11),
  /** The tags of a resource: {@code TAGS type 0 id}. */
  TAGS(0x12),
  /** A CIDR collection with its blocks: {@code CIDR_COLLECTION id}. */
  CIDR_COLLECTION(0x13),
  /** The keys of a zone, private halves included: {@code ZONE_KEYS zone}. */
  ZONE_KEYS(0x14),
  /** A record set: {@code RECORD_SET zone 0 sort-key 0 type 0 set-identifier}. */
  RECORD_SET(0x20),
  /** How many record sets a zone holds; written by every batch: {@code ZONE_HEAD id}. */
  ZONE_HEAD(0x30),
  /** Zones in order of creation: {@code ZONE_CREATED number}. */
  ZONE_CREATED(0x31),
  /** Zones in order of names: {@code ZONE_NAME sort-key 0 id}. */
  ZONE_NAME(0x32),
  /** Caller references of zones, deleted ones too: {@code ZONE_REFERENCE reference}. */
  ZONE_REFERENCE(0x33),
  /** Checks in order of creation: {@code CHECK_CREATED number}. */
  CHECK_CREATED(0x34),
  /** Caller references of checks, deleted ones too: {@code CHECK_REFERENCE reference}. */
  CHECK_REFERENCE(0x35),
  /**
   * Which record sets are aliases of a name and type: {@code ALIAS zone 0 target-sort-key 0 type 0
   * sort-key 0 set-identifier}.
   */
  ALIAS(0x36),
  /** A change, oldest first: {@code CHANGE id}. */
  CHANGE(0x37),
  /** CIDR collections in order of names, which are unique: {@code CIDR_NAME name}. */
  CIDR_NAME(0x38),
  /** The number of a zone or check that was deleted, for markers that name it: {@code GONE id}. */
  GONE(0x3f);

  private final byte octet;

  Space(int octet) {
    this.octet = (byte) octet;
  }

  byte octet() {
    return octet;
  }
}
