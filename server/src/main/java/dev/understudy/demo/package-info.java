/**
 * The café lab on this machine: two small web servers, a zone, a check and a failover pair, and a
 * screen on which the answers flip as servers are stopped and started.
 *
 * <p>{@link dev.understudy.demo.Demo} is the door. It drives the product through the same API and
 * the same DNS as any client.
 *
 * <p>Imports {@code control} and {@code model}. Imported by {@code launch}.
 */
@NullMarked
package dev.understudy.demo;

import org.jspecify.annotations.NullMarked;
