package dev.understudy.sns;

import dev.understudy.control.ApiException;
import dev.understudy.delivery.Outbox;
import dev.understudy.query.Form;
import dev.understudy.query.ResultXml;
import dev.understudy.sns.Subscription.Confirmation;
import dev.understudy.sns.Topics.Held;
import dev.understudy.store.Store.Mutation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** How a subscription begins, is agreed to, and ends. */
final class Subscribing {
  private static final int TOKEN_OCTETS = 32;
  private static final int ID_DIGITS = 32;
  private static final String PENDING = "pending confirmation";

  private final Topics topics;
  private final Endpoints endpoints;
  private final Letters letters;
  private final Outbox outbox;
  private final String account;
  private final InstantSource clock;
  private final RandomGenerator random;

  Subscribing(
      Topics topics,
      Endpoints endpoints,
      Letters letters,
      Outbox outbox,
      String account,
      InstantSource clock,
      RandomGenerator random) {
    this.topics = topics;
    this.endpoints = endpoints;
    this.letters = letters;
    this.outbox = outbox;
    this.account = account;
    this.clock = clock;
    this.random = random;
  }

  /** Asks the endpoint's owner; one who has not answered yet is asked again. */
  void subscribe(Form form, ResultXml result) throws ApiException {
    Arn arn = Arn.readTopic("TopicArn", form.required("TopicArn"), account);
    Protocol protocol = Protocol.read(form.required("Protocol"));
    String endpoint = endpoints.check(protocol, form.value("Endpoint"));
    Map<String, String> attributes = SubscriptionActions.read(form, protocol);
    boolean always = "true".equalsIgnoreCase(form.value("ReturnSubscriptionArn"));
    for (int attempt = 0; attempt < Topics.ATTEMPTS_MAX; attempt++) {
      Held held = topics.get(arn.topic());
      Subscription known = topics.findSubscription(arn.topic(), protocol, endpoint);
      if (known != null && known.isConfirmed()) {
        if (!attributes.isEmpty() && !known.attributes().equals(attributes)) {
          throw SnsErrors.invalid(
              "Attributes Reason: Subscription already exists with different attributes");
        }
        result.element("SubscriptionArn", arn.withSubscription(known.id()).text());
        return;
      }
      String id = known == null ? newId() : known.id();
      if (ask(held, id, protocol, endpoint, attributes)) {
        result.element("SubscriptionArn", always ? arn.withSubscription(id).text() : PENDING);
        return;
      }
    }
    throw SnsErrors.tooBusy();
  }

  private boolean ask(
      Held held, String id, Protocol protocol, String endpoint, Map<String, String> attributes) {
    Instant now = clock.instant();
    String token = id.replace("-", "") + hex(TOKEN_OCTETS);
    var asked =
        new Subscription(
            held.topic().name(),
            id,
            protocol,
            endpoint,
            attributes,
            new Confirmation(false, TokenHash.of(token), now, false, false));
    var mutations =
        new ArrayList<>(
            List.of(Topics.put(held.topic()), Topics.put(asked), Topics.putEndpoint(asked)));
    mutations.addAll(
        outbox.entries(letters.confirmation(held.topic(), asked, token, newId(), now)));
    boolean done = topics.commit(List.of(held.unchanged()), mutations);
    if (done) {
      outbox.wake();
    }
    return done;
  }

  /** Takes the token that the endpoint got; the same one again says the same again. */
  Subscription confirm(Form form, boolean signed) throws ApiException {
    Arn arn = Arn.readTopic("TopicArn", form.required("TopicArn"), account);
    String token = form.required("Token");
    boolean signedEnd = signed && "true".equalsIgnoreCase(form.value("AuthenticateOnUnsubscribe"));
    for (int attempt = 0; attempt < Topics.ATTEMPTS_MAX; attempt++) {
      Held held = topics.get(arn.topic());
      Subscription found = topics.findSubscription(arn.topic(), idIn(token));
      if (found == null
          || !found.confirmation().tokenHash().equals(TokenHash.of(token))
          || found.isLapsed(clock.instant())) {
        throw SnsErrors.invalidToken();
      }
      if (found.isConfirmed()) {
        return found;
      }
      Confirmation asked = found.confirmation();
      Subscription agreed =
          found.with(new Confirmation(true, asked.tokenHash(), asked.asked(), signed, signedEnd));
      if (topics.commit(
          List.of(held.unchanged()), List.of(Topics.put(held.topic()), Topics.put(agreed)))) {
        return agreed;
      }
    }
    throw SnsErrors.tooBusy();
  }

  /** Ends a subscription; one that is not there has ended already. */
  void unsubscribe(Form form, boolean signed) throws ApiException {
    Arn arn = Arn.readSubscription(form.required("SubscriptionArn"), account);
    for (int attempt = 0; attempt < Topics.ATTEMPTS_MAX; attempt++) {
      Held held = topics.find(arn.topic());
      Subscription found = topics.findSubscription(arn.topic(), arn.subscription());
      if (held == null || found == null) {
        return;
      }
      if (found.confirmation().signedEnd() && !signed) {
        throw SnsErrors.signatureRequired();
      }
      var mutations = new ArrayList<Mutation>(Topics.delete(found));
      mutations.add(Topics.put(held.topic().withOneMoreDeleted()));
      if (topics.commit(List.of(held.unchanged()), mutations)) {
        return;
      }
    }
    throw SnsErrors.tooBusy();
  }

  private static String idIn(String token) throws ApiException {
    if (!token.matches("[0-9a-f]{96}")) {
      throw SnsErrors.invalidToken();
    }
    String digits = token.substring(0, ID_DIGITS);
    return String.join(
        "-",
        digits.substring(0, 8),
        digits.substring(8, 12),
        digits.substring(12, 16),
        digits.substring(16, 20),
        digits.substring(20));
  }

  private String newId() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private String hex(int octets) {
    byte[] drawn = new byte[octets];
    random.nextBytes(drawn);
    return HexFormat.of().formatHex(drawn);
  }
}
