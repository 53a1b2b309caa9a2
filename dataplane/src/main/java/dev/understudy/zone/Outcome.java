package dev.understudy.zone;

/** What a lookup of a name and type found (RFC 1034, section 4.3.2). */
public enum Outcome {
  /** Record sets of the type, all with values. */
  RRSET,
  /** Record sets of the type, at least one of them an alias. */
  ALIAS,
  /** No record sets of the type, but CNAME, which stands for all. */
  CNAME,
  /** The name exists, the type does not. */
  NODATA,
  /** The name does not exist, nor anything below it. */
  NXDOMAIN,
  /** At or below a zone cut: the NS of the cut. */
  REFERRAL,
  /** In no zone served. */
  NOT_OURS
}
