package dev.understudy.delivery;

import dev.understudy.delivery.Attempt.Deferred;
import dev.understudy.delivery.Attempt.Refused;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.Set;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Which failures of a mail are final. Only a 5xx to MAIL, RCPT or DATA is: then the server refuses
 * this mail. Where it refuses us (the greeting, the password, TLS), the mail waits until somebody
 * has mended that.
 */
final class SmtpFailure {
  private static final int LENGTH_MAX = 20;

  /** 5xx codes that tell of our access, not of the mail (RFC 4954, section 6). */
  private static final Set<Integer> OF_ACCESS = Set.of(530, 534, 535, 538);

  private SmtpFailure() {}

  static Attempt judge(String host, Exception failure, String reason, Secrets secrets) {
    String shown = secrets.hide(reason);
    if (failure instanceof AuthenticationFailedException) {
      return Attempt.unreachable(host + " refuses the user or the password: " + shown);
    }
    @Nullable Reply reply = reply(failure);
    if (reply == null) {
      return new Deferred(host + ": " + shown, null);
    }
    String said = host + " says " + secrets.hide(reply.text);
    if (OF_ACCESS.contains(reply.code)) {
      return Attempt.unreachable(said);
    }
    return reply.code >= 500 ? new Refused(said) : new Deferred(said, null);
  }

  /** The reply to the recipient before any other: it is the reason for those. */
  private static @Nullable Reply reply(Exception failure) {
    @Nullable Reply found = null;
    @Nullable Exception at = failure;
    for (int length = 0; at != null && length < LENGTH_MAX; length++) {
      Reply here = new Reply(code(at), String.valueOf(at.getMessage()));
      if (at instanceof SMTPAddressFailedException) {
        return here;
      }
      found = found == null && here.code >= 400 ? here : found;
      at = at instanceof MessagingException e ? e.getNextException() : null;
    }
    return found;
  }

  private static int code(Exception failure) {
    return switch (failure) {
      case SMTPAddressFailedException e -> e.getReturnCode();
      case SMTPSenderFailedException e -> e.getReturnCode();
      case SMTPSendFailedException e -> e.getReturnCode();
      default -> 0;
    };
  }

  private record Reply(int code, String text) {}
}
