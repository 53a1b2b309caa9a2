/**
 * Carries messages between the network and the responder: UDP and TCP on every configured address,
 * and TLS where it is wanted.
 *
 * <p>Knows sockets, threads, buffers and time limits; never looks into a message beyond its length.
 * A UDP datagram costs no allocation, lock or log. TCP connections have a virtual thread each and
 * stated limits; TLS is a {@link dev.understudy.serve.Line} over them, computed by the JDK. A bug
 * met while answering one query is counted, told to the owner and costs that query only.
 *
 * <p>Door: {@link dev.understudy.serve.Nameserver}. Imports {@code wire}, {@code metrics}, {@code
 * answer}, {@code limit}, {@code tape}, and of {@code zone} the outcome of an answer, by which
 * replies are limited. Imported by {@code launch}.
 *
 * <p>Sources: RFC 1035, section 4.2; RFC 7766; RFC 7858, RFC 8310, RFC 9325; recvmmsg(2),
 * sendmmsg(2), ip(7), ipv6(7), udp(7).
 */
@NullMarked
package dev.understudy.serve;

import org.jspecify.annotations.NullMarked;
