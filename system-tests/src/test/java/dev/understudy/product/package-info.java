/**
 * The product from outside: {@code ./understudy} in a process of its own, real clients, real
 * sockets.
 */
@NullMarked
package dev.understudy.product;

import org.jspecify.annotations.NullMarked;
