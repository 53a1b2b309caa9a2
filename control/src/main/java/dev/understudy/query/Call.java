package dev.understudy.query;

/**
 * One request.
 *
 * @param signed whether the account's own key signed it; false where a link in a mail was followed
 */
public record Call(String action, Form form, boolean signed, String requestId) {}
