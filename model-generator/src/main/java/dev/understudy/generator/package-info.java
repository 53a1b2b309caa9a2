/**
 * Turns the condensed Route 53 API model into the Java package {@code dev.understudy.model}, at
 * build time only: nothing here is on the product's class path.
 *
 * <p>Door: {@link ModelGenerator#main}. {@link ApiModel} reads the model, {@link Names} decides
 * every Java name, the {@code *Source} classes write one kind of file each.
 *
 * <p>Source: {@code control/src/main/model/route53-model.json}; see NOTICE.
 */
@NullMarked
package dev.understudy.generator;

import org.jspecify.annotations.NullMarked;
