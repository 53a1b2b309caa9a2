package dev.understudy.delivery;

import dev.understudy.store.Key;

/**
 * What is remembered of a waiting notification; its texts stay in the store.
 *
 * @param server it goes through, for the bound on tries at once
 * @param lane its recipient
 * @param octets in the store
 */
record Waiting(Key key, String server, String lane, String thread, int octets) {}
