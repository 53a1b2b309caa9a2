package dev.understudy.sns;

import static dev.understudy.sns.SnsFixture.TOPIC;
import static dev.understudy.sns.SnsFixture.element;
import static dev.understudy.sns.SnsFixture.elements;
import static dev.understudy.sns.SnsFixture.link;
import static dev.understudy.sns.SnsFixture.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.understudy.control.ApiException;
import dev.understudy.delivery.Mail;
import dev.understudy.delivery.Post;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SNS as its clients and subscribers see it (API Reference 2010-03-31). */
class SnsServiceTest {
  @TempDir Path folder = Path.of("unset");
  private SnsFixture sns;

  @BeforeEach
  void open() throws Exception {
    sns = new SnsFixture(folder);
    sns.ask("CreateTopic", "Name", "alerts");
  }

  @AfterEach
  void close() {
    sns.close();
  }

  @Test
  void aTopicIsCreatedOnceAndListedUntilDeleted() throws Exception {
    assertThat(element(sns.ask("CreateTopic", "Name", "alerts"), "TopicArn")).isEqualTo(TOPIC);
    assertThat(elements(sns.ask("ListTopics"), "TopicArn")).containsExactly(TOPIC);
    sns.ask("DeleteTopic", "TopicArn", TOPIC);
    sns.ask("DeleteTopic", "TopicArn", TOPIC);
    assertThat(elements(sns.ask("ListTopics"), "TopicArn")).isEmpty();
  }

  @Test
  void listsComeInPagesOfAHundred() throws Exception {
    for (int i = 0; i < 250; i++) {
      sns.ask("CreateTopic", "Name", "t%03d".formatted(i));
    }
    var all = new ArrayList<String>();
    String page = sns.ask("ListTopics");
    all.addAll(elements(page, "TopicArn"));
    assertThat(all).hasSize(100);
    while (page.contains("<NextToken>")) {
      page = sns.ask("ListTopics", "NextToken", element(page, "NextToken"));
      all.addAll(elements(page, "TopicArn"));
    }
    assertThat(all).hasSize(251).doesNotHaveDuplicates();
  }

  @Test
  void nothingIsSentBeforeTheOwnerOfTheMailboxConfirms() throws Exception {
    String answer =
        sns.ask("Subscribe", "TopicArn", TOPIC, "Protocol", "email", "Endpoint", "ops@example.com");
    assertThat(element(answer, "SubscriptionArn")).isEqualTo("pending confirmation");
    Mail asked = sns.nextMail();
    assertThat(asked.to()).hasToString("ops@example.com");
    assertThat(asked.text()).contains(TOPIC);
    sns.ask("Publish", "TopicArn", TOPIC, "Subject", "too early", "Message", "m");
    assertThat(sns.follow(link(asked.text(), "ConfirmSubscription"))).contains("confirmed");
    sns.ask("Publish", "TopicArn", TOPIC, "Subject", "in time", "Message", "the message");
    Mail told = sns.nextMail();
    assertThat(told.subject()).isEqualTo("in time");
    assertThat(told.text()).startsWith("the message\n");
    assertThat(sns.follow(link(told.text(), "Unsubscribe"))).contains("ended");
    sns.ask("Publish", "TopicArn", TOPIC, "Message", "too late");
    assertThat(elements(sns.ask("ListSubscriptions"), "Endpoint")).isEmpty();
    assertThat(sns.sent).isEmpty();
  }

  @Test
  void aTokenIsGoodAgainButNotForeverAndNotAnother() throws Exception {
    sns.ask("Subscribe", "TopicArn", TOPIC, "Protocol", "email", "Endpoint", "a@example.com");
    String token = token(sns.nextMail().text());
    String guessed = token.substring(0, 95) + (token.endsWith("0") ? "1" : "0");
    refused("Invalid token", "ConfirmSubscription", "TopicArn", TOPIC, "Token", guessed);
    refused("Invalid token", "ConfirmSubscription", "TopicArn", TOPIC, "Token", "x");
    String first = sns.ask("ConfirmSubscription", "TopicArn", TOPIC, "Token", token);
    assertThat(sns.ask("ConfirmSubscription", "TopicArn", TOPIC, "Token", token)).isEqualTo(first);
    sns.ask("Subscribe", "TopicArn", TOPIC, "Protocol", "email", "Endpoint", "b@example.com");
    String late = token(sns.nextMail().text());
    sns.now = SnsFixture.START.plus(Duration.ofDays(3)).plusSeconds(1);
    refused("Invalid token", "ConfirmSubscription", "TopicArn", TOPIC, "Token", late);
    assertThat(elements(sns.ask("ListSubscriptionsByTopic", "TopicArn", TOPIC), "Endpoint"))
        .containsExactly("a@example.com");
  }

  @Test
  void subscribingAgainAsksAgainWithAnotherToken() throws Exception {
    String[] request = {"TopicArn", TOPIC, "Protocol", "email", "Endpoint", "a@example.com"};
    sns.ask("Subscribe", request);
    String first = token(sns.nextMail().text());
    sns.ask("Subscribe", request);
    String second = token(sns.nextMail().text());
    refused("Invalid token", "ConfirmSubscription", "TopicArn", TOPIC, "Token", first);
    sns.ask("ConfirmSubscription", "TopicArn", TOPIC, "Token", second);
    assertThat(elements(sns.ask("ListSubscriptions"), "Endpoint")).hasSize(1);
  }

  @Test
  void aWebServerIsAskedAndToldInJsonWithHeaders() throws Exception {
    sns.ask(
        "Subscribe", "TopicArn", TOPIC, "Protocol", "https", "Endpoint", "https://203.0.113.9/h");
    Post asked = sns.nextPost();
    assertThat(asked.headers()).containsEntry("x-amz-sns-message-type", "SubscriptionConfirmation");
    assertThat(asked.body())
        .contains("\"Type\" : \"SubscriptionConfirmation\"", "\"SubscribeURL\"");
    sns.ask("ConfirmSubscription", "TopicArn", TOPIC, "Token", token(asked.body()));
    sns.ask(
        "Publish",
        "TopicArn",
        TOPIC,
        "Message",
        "a \"quoted\" message",
        "MessageAttributes.entry.1.Name",
        "kind",
        "MessageAttributes.entry.1.Value.DataType",
        "String",
        "MessageAttributes.entry.1.Value.StringValue",
        "drill");
    Post told = sns.nextPost();
    assertThat(told.headers())
        .containsEntry("x-amz-sns-message-type", "Notification")
        .containsEntry("x-amz-sns-topic-arn", TOPIC);
    assertThat(told.body())
        .contains("\"Message\" : \"a \\\"quoted\\\" message\"", "\"UnsubscribeURL\"", "\"drill\"");
  }

  @Test
  void rawDeliveryIsTheMessageAlone() throws Exception {
    String arn = sns.subscribed("https", "https://203.0.113.9/raw");
    sns.ask(
        "SetSubscriptionAttributes",
        "SubscriptionArn",
        arn,
        "AttributeName",
        "RawMessageDelivery",
        "AttributeValue",
        "true");
    sns.ask("Publish", "TopicArn", TOPIC, "Message", "bare");
    Post told = sns.nextPost();
    assertThat(told.body()).isEqualTo("bare");
    assertThat(told.headers()).containsEntry("x-amz-sns-rawdelivery", "true");
  }

  @Test
  void aStructuredMessageHasATextForEachProtocol() throws Exception {
    sns.subscribed("email", "a@example.com");
    sns.ask(
        "Publish",
        "TopicArn",
        TOPIC,
        "MessageStructure",
        "json",
        "Message",
        "{\"default\":\"for all\",\"email\":\"for readers\",\"sqs\":1}");
    assertThat(sns.nextMail().text()).startsWith("for readers\n");
  }

  @Test
  void everyConfirmedSubscriptionGetsTheMessageOnce() throws Exception {
    var endpoints = new ArrayList<String>();
    for (int i = 0; i < 20; i++) {
      endpoints.add("reader%02d@example.com".formatted(i));
      sns.subscribed("email", endpoints.getLast());
    }
    sns.ask("Publish", "TopicArn", TOPIC, "Message", "m");
    var got = new ArrayList<String>();
    for (int i = 0; i < 20; i++) {
      got.add(sns.nextMail().to().toString());
    }
    assertThat(got).containsExactlyInAnyOrderElementsOf(endpoints);
  }

  @Test
  void deletingATopicEndsItsSubscriptions() throws Exception {
    sns.subscribed("email", "a@example.com");
    sns.ask("DeleteTopic", "TopicArn", TOPIC);
    assertThat(elements(sns.ask("ListSubscriptions"), "Endpoint")).isEmpty();
    sns.ask("CreateTopic", "Name", "alerts");
    assertThat(elements(sns.ask("ListSubscriptionsByTopic", "TopicArn", TOPIC), "Endpoint"))
        .isEmpty();
  }

  @Test
  void attributesAndTagsAreKeptAndCounted() throws Exception {
    sns.ask(
        "SetTopicAttributes",
        "TopicArn",
        TOPIC,
        "AttributeName",
        "DisplayName",
        "AttributeValue",
        "The Café");
    sns.subscribed("email", "a@example.com");
    sns.ask("Subscribe", "TopicArn", TOPIC, "Protocol", "email", "Endpoint", "b@example.com");
    String shown = sns.ask("GetTopicAttributes", "TopicArn", TOPIC);
    assertThat(shown)
        .contains("<key>DisplayName</key><value>The Café</value>")
        .contains("<key>SubscriptionsConfirmed</key><value>1</value>")
        .contains("<key>SubscriptionsPending</key><value>1</value>");
    sns.ask(
        "TagResource", "ResourceArn", TOPIC, "Tags.member.1.Key", "k", "Tags.member.1.Value", "v");
    assertThat(sns.ask("ListTagsForResource", "ResourceArn", TOPIC))
        .contains("<Key>k</Key><Value>v</Value>");
    sns.ask("UntagResource", "ResourceArn", TOPIC, "TagKeys.member.1", "k");
    assertThat(elements(sns.ask("ListTagsForResource", "ResourceArn", TOPIC), "Key")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          CreateTopic | Invalid parameter: Topic Name | Name=a b
          CreateTopic | Invalid parameter: Topic Name | Name=a\\r\\nBcc: x@example.com
          CreateTopic | Invalid parameter: Topic Name Reason: FIFO topics are not available here | Name=a.fifo
          CreateTopic | Invalid parameter: DisplayName | Name=b;Attributes.entry.1.key=DisplayName;Attributes.entry.1.value=a\\r\\nBcc: x@example.com
          CreateTopic | Invalid parameter: AttributeName | Name=b;Attributes.entry.1.key=Nonsense;Attributes.entry.1.value=1
          CreateTopic | Invalid parameter: Attributes Reason: Topic already exists with different attributes | Name=alerts;Attributes.entry.1.key=DisplayName;Attributes.entry.1.value=x
          CreateTopic | 1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null | X=
          Subscribe | Topic does not exist | TopicArn=arn:aws:sns:us-east-1:000000000000:none;Protocol=email;Endpoint=a@example.com
          Subscribe | Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1 | TopicArn=alerts;Protocol=email;Endpoint=a@example.com
          Subscribe | Invalid parameter: TopicArn | TopicArn=arn:aws:sns:us-east-1:111111111111:alerts;Protocol=email;Endpoint=a@example.com
          Subscribe | Invalid parameter: Does not support this protocol string: sqs | TopicArn=@;Protocol=sqs;Endpoint=x
          Subscribe | Invalid parameter: Email address | TopicArn=@;Protocol=email;Endpoint=not an address
          Subscribe | Invalid parameter: Email address | TopicArn=@;Protocol=email;Endpoint=a@example.com\\r\\nBcc: b@example.com
          Subscribe | Invalid parameter: Email address | TopicArn=@;Protocol=email;Endpoint=a@b@example.com
          Subscribe | Invalid parameter: Endpoint must match the specified protocol | TopicArn=@;Protocol=https;Endpoint=http://203.0.113.1/
          Subscribe | Invalid parameter: Endpoint Reason: its address may not be connected to | TopicArn=@;Protocol=http;Endpoint=http://169.254.169.254/latest/meta-data
          Subscribe | Invalid parameter: Attributes Reason: FilterPolicy: "a" must be an object or an array | TopicArn=@;Protocol=email;Endpoint=a@example.com;Attributes.entry.1.key=FilterPolicy;Attributes.entry.1.value={"a":"b"}
          Subscribe | Invalid parameter: Attributes Reason: FilterPolicyScope: Invalid value [All]. Please use either MessageBody or MessageAttributes | TopicArn=@;Protocol=email;Endpoint=a@example.com;Attributes.entry.1.key=FilterPolicyScope;Attributes.entry.1.value=All
          Subscribe | Invalid parameter: Attributes Reason: RedrivePolicy is not available here | TopicArn=@;Protocol=email;Endpoint=a@example.com;Attributes.entry.1.key=RedrivePolicy;Attributes.entry.1.value={"a":"b"}
          Publish | Topic does not exist | TopicArn=arn:aws:sns:us-east-1:000000000000:none;Message=m
          Publish | Invalid parameter: Empty message | TopicArn=@;Message=
          Publish | Invalid parameter: Subject | TopicArn=@;Message=m;Subject=a\\r\\nBcc: x@example.com
          Publish | Invalid parameter: Message Structure - JSON message body failed to parse | TopicArn=@;Message=m;MessageStructure=json
          Publish | Invalid parameter: Message Structure - No default entry in JSON message body | TopicArn=@;Message={"email":"x"};MessageStructure=json
          Publish | Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter | Message=m
          GetSubscriptionAttributes | Subscription does not exist | SubscriptionArn=@:00000000-0000-0000-0000-000000000000
          GetSubscriptionAttributes | Invalid parameter: SubscriptionArn Reason: An ARN must have at least 6 elements, not 1 | SubscriptionArn=PendingConfirmation
          ListTagsForResource | Resource does not exist | ResourceArn=arn:aws:sns:us-east-1:000000000000:none
          ListTopics | Invalid parameter: NextToken | NextToken=%%%
          CreatePlatformApplication | Could not find operation CreatePlatformApplication for version null | Name=x
          """)
  void wrongInputIsRefusedInTheWordsOfSns(String action, String message, String parameters) {
    String[] namesAndValues =
        Arrays.stream(parameters.split(";", -1))
            .flatMap(pair -> Arrays.stream(pair.split("=", 2)))
            .map(text -> text.replace("@:", TOPIC + ":").replace("\\r\\n", "\r\n"))
            .map(text -> text.equals("@") ? TOPIC : text)
            .toArray(String[]::new);
    refused(message, action, namesAndValues);
    assertThat(sns.sent).isEmpty();
  }

  /** A subscription gets what its policy lets through, from when it is set until it is empty. */
  @Test
  void filterPoliciesDecideWhoGetsWhat() throws Exception {
    String arn = sns.subscribed("http", "http://203.0.113.7/hook");
    filter(arn, FilterPolicy.NAME, "{\"kind\":[\"loud\"]}");
    String shown = sns.ask("GetSubscriptionAttributes", "SubscriptionArn", arn);
    assertThat(shown).contains("<key>FilterPolicyScope</key><value>MessageAttributes</value>");
    sns.ask("Publish", "TopicArn", TOPIC, "Message", "without");
    publish("quiet one", "quiet");
    publish("loud one", "loud");
    assertThat(sns.nextPost().body()).contains("loud one");
    filter(arn, FilterPolicy.SCOPE, FilterPolicy.BODY);
    publish("no document", "loud");
    sns.ask("Publish", "TopicArn", TOPIC, "Message", "{\"kind\":\"loud\",\"n\":1}");
    assertThat(sns.nextPost().body()).contains("\\\"n\\\":1");
    refused(
        "Invalid parameter: FilterPolicy: Empty arrays are not allowed",
        "SetSubscriptionAttributes",
        "SubscriptionArn",
        arn,
        "AttributeName",
        "FilterPolicy",
        "AttributeValue",
        "{\"kind\":[]}");
    filter(arn, FilterPolicy.NAME, "{\"a\":{\"b\":[1]}}");
    refused(
        "Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy",
        "SetSubscriptionAttributes",
        "SubscriptionArn",
        arn,
        "AttributeName",
        "FilterPolicyScope",
        "AttributeValue",
        "MessageAttributes");
    filter(arn, FilterPolicy.NAME, "{}");
    sns.ask("Publish", "TopicArn", TOPIC, "Message", "anything");
    assertThat(sns.nextPost().body()).contains("anything");
    assertThat(sns.sent).isEmpty();
  }

  /** Alarms are judged by their document, also for readers of mail. */
  @Test
  void filterPoliciesLookAtTheDocumentOfAnAlarm() throws Exception {
    String arn = sns.subscribed("email", "ops@example.com");
    filter(arn, FilterPolicy.NAME, "{\"NewStateValue\":[\"ALARM\"]}");
    filter(arn, FilterPolicy.SCOPE, FilterPolicy.BODY);
    Publishing alarms = sns.service.publishing();
    for (String state : List.of("OK", "ALARM")) {
      String document = "{\"NewStateValue\":\"" + state + "\"}";
      assertThat(alarms.entries(TOPIC, "a", state, "The state is " + state, document, List.of()))
          .hasSize(state.equals("ALARM") ? 1 : 0);
    }
  }

  private void filter(String arn, String name, String value) throws ApiException {
    sns.ask(
        "SetSubscriptionAttributes",
        "SubscriptionArn",
        arn,
        "AttributeName",
        name,
        "AttributeValue",
        value);
  }

  private void publish(String message, String kind) throws ApiException {
    sns.ask(
        "Publish",
        "TopicArn",
        TOPIC,
        "Message",
        message,
        "MessageAttributes.entry.1.Name",
        "kind",
        "MessageAttributes.entry.1.Value.DataType",
        "String",
        "MessageAttributes.entry.1.Value.StringValue",
        kind);
  }

  @Test
  void aMessageOver256KibibytesIsRefused() {
    refused(
        "Invalid parameter: Message too long",
        "Publish",
        "TopicArn",
        TOPIC,
        "Message",
        "é".repeat((128 << 10) + 1));
  }

  @Test
  void aSubscriptionThatOnlyASignatureEndsIsNotEndedByALink() throws Exception {
    sns.ask("Subscribe", "TopicArn", TOPIC, "Protocol", "email", "Endpoint", "a@example.com");
    String token = token(sns.nextMail().text());
    sns.ask(
        "ConfirmSubscription",
        "TopicArn",
        TOPIC,
        "Token",
        token,
        "AuthenticateOnUnsubscribe",
        "true");
    sns.ask("Publish", "TopicArn", TOPIC, "Message", "m");
    String leave = link(sns.nextMail().text(), "Unsubscribe");
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> sns.follow(leave))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("AuthorizationError"));
    assertThat(elements(sns.ask("ListSubscriptions"), "Endpoint")).hasSize(1);
  }

  @Test
  void whatWasAcceptedIsInTheStoreAndNoTokenIs() throws Exception {
    sns.ask("Subscribe", "TopicArn", TOPIC, "Protocol", "email", "Endpoint", "a@example.com");
    String token = token(sns.nextMail().text());
    sns.close();
    sns = new SnsFixture(folder);
    assertThat(elements(sns.ask("ListSubscriptions"), "SubscriptionArn"))
        .isEqualTo(List.of("PendingConfirmation"));
    sns.ask("ConfirmSubscription", "TopicArn", TOPIC, "Token", token);
    assertThat(elements(sns.ask("ListSubscriptions"), "SubscriptionArn").getFirst())
        .startsWith(TOPIC + ":");
  }

  private void refused(String message, String action, String... namesAndValues) {
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> sns.ask(action, namesAndValues))
        .satisfies(refusal -> assertThat(refusal.message()).isEqualTo(message));
  }
}
