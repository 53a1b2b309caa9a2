/**
 * What is to be served: hosted zones, their resource record sets, the keys that sign them, and
 * health checks, as immutable values in wire form; and the changes between two revisions of it.
 *
 * <p>Door: {@link dev.understudy.intent.IntentListener}, told of every change in order. Decides
 * nothing. The control plane writes these, the data plane compiles them, the checker probes them.
 *
 * <p>Imports {@code wire}. Imported by every package that turns intent into answers or probes.
 *
 * <p>Source: Route 53 API Reference (ResourceRecordSet, HealthCheckConfig).
 */
@NullMarked
package dev.understudy.intent;

import org.jspecify.annotations.NullMarked;
