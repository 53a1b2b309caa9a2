package dev.understudy.answer;

/** How a query came, which limits the length of its reply. */
public enum Transport {
  /** A reply of 512 octets, or what EDNS and our own limit allow. */
  UDP,
  /** TCP and what runs over it: a reply of 65535 octets. */
  TCP
}
