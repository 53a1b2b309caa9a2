package dev.understudy.sns;

import dev.understudy.control.ApiException;
import dev.understudy.delivery.Outbox;
import dev.understudy.query.Call;
import dev.understudy.query.Form;
import dev.understudy.query.QueryService;
import dev.understudy.query.ResultXml;
import dev.understudy.store.Store;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The API of SNS, 2010-03-31. Called on many threads at once. */
public final class SnsService implements QueryService {
  private static final String NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";
  private static final String CONFIRM = "ConfirmSubscription";
  private static final String UNSUBSCRIBE = "Unsubscribe";

  private final TopicActions topics;
  private final SubscriptionActions subscriptions;
  private final Subscribing subscribing;
  private final Publishing publishing;
  private final TagActions tags;
  private final String account;

  /**
   * Puts the parts together.
   *
   * @param publicUrl where recipients of mails reach this port, without a slash at the end
   * @param allowed addresses that may be posted to
   * @param random draws ids and tokens; must not be guessable
   */
  public SnsService(
      Store store,
      Outbox outbox,
      String account,
      Supplier<String> publicUrl,
      Predicate<InetAddress> allowed,
      InstantSource clock,
      RandomGenerator random) {
    this.account = account;
    var held = new Topics(store);
    var letters = new Letters(account, publicUrl);
    this.topics = new TopicActions(held, account, clock);
    this.subscriptions = new SubscriptionActions(held, account, clock);
    this.subscribing =
        new Subscribing(
            held,
            new Endpoints(allowed, Lookups.bySystem()),
            letters,
            outbox,
            account,
            clock,
            random);
    this.publishing = new Publishing(held, letters, outbox, account, clock, random);
    this.tags = new TagActions(held, account);
  }

  /** For alarms. */
  public Publishing publishing() {
    return publishing;
  }

  @Override
  public String namespace() {
    return NAMESPACE;
  }

  @Override
  public byte[] answer(Call call) throws ApiException {
    Form form = call.form();
    var result = new ResultXml(call.action(), NAMESPACE);
    switch (call.action()) {
      case "CreateTopic" -> topics.create(form, result);
      case "DeleteTopic" -> topics.delete(form);
      case "ListTopics" -> topics.list(form, result);
      case "GetTopicAttributes" -> topics.attributes(form, result);
      case "SetTopicAttributes" -> topics.setAttribute(form);
      case "Subscribe" -> subscribing.subscribe(form, result);
      case CONFIRM -> result.element("SubscriptionArn", confirmed(call));
      case UNSUBSCRIBE -> subscribing.unsubscribe(form, call.signed());
      case "ListSubscriptions" -> subscriptions.listAll(form, result);
      case "ListSubscriptionsByTopic" -> subscriptions.listOfTopic(form, result);
      case "GetSubscriptionAttributes" -> subscriptions.attributes(form, result);
      case "SetSubscriptionAttributes" -> subscriptions.setAttribute(form);
      case "Publish" -> publishing.publish(form, result);
      case "TagResource" -> tags.add(form);
      case "UntagResource" -> tags.remove(form);
      case "ListTagsForResource" -> tags.list(form, result);
      default -> throw QueryService.unknownAction(call);
    }
    return result.end(call.requestId());
  }

  @Override
  public Set<String> linkedActions() {
    return Set.of(CONFIRM, UNSUBSCRIBE);
  }

  @Override
  public String page(Call call) throws ApiException {
    if (call.action().equals(CONFIRM)) {
      return Pages.confirmed(confirmed(call));
    }
    subscribing.unsubscribe(call.form(), call.signed());
    return Pages.ended();
  }

  @Override
  public String refusalPage(ApiException refusal) {
    return Pages.refused(refusal.message());
  }

  private String confirmed(Call call) throws ApiException {
    Subscription agreed = subscribing.confirm(call.form(), call.signed());
    return Arn.ofTopic(account, agreed.topic()).withSubscription(agreed.id()).text();
  }
}
