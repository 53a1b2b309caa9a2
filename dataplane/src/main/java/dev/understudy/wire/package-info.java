/**
 * Octets to header, name, question, record and EDNS, and back; in place, without copying.
 *
 * <p>Knows nothing of zones or health. Every parser here takes foreign bytes: none throws,
 * allocates or reads outside the message.
 *
 * <p>Imports nothing of ours. Imported by every package of the data plane.
 *
 * <p>Sources: RFC 1035, 3597, 5001, 6891, 7828, 7830, 7871, 7873, 8914, 9499.
 */
@NullMarked
package dev.understudy.wire;

import org.jspecify.annotations.NullMarked;
