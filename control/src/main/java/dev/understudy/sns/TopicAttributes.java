package dev.understudy.sns;

import dev.understudy.control.ApiException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which attributes a topic may have and what they may be (API Reference, SetTopicAttributes). */
final class TopicAttributes {
  static final String POLICY = "Policy";
  private static final int DISPLAY_NAME_MAX = 100;

  private static final Set<String> JSON = Set.of(POLICY, "DeliveryPolicy");

  /** Kept and shown; nothing here acts on them. */
  private static final Set<String> FEEDBACK_TARGETS =
      Set.of("HTTP", "Firehose", "Lambda", "Application", "SQS");

  private TopicAttributes() {}

  /** Checks one attribute, or says in SNS's words what is wrong with it. */
  static void check(String name, String value) throws ApiException {
    if (name.equals(Topic.DISPLAY_NAME)) {
      if (value.length() > DISPLAY_NAME_MAX
          || value.codePoints().anyMatch(Character::isISOControl)) {
        throw SnsErrors.invalid("DisplayName");
      }
    } else if (JSON.contains(name)) {
      if (!value.isEmpty() && Documents.readObject(value) == null) {
        throw SnsErrors.invalid(name + ": failed to parse JSON");
      }
    } else if (name.equals("SignatureVersion")) {
      check(name, value, Set.of("1", "2"));
    } else if (name.equals("TracingConfig")) {
      check(name, value, Set.of("PassThrough", "Active"));
    } else if (name.equals("FifoTopic") || name.equals("ContentBasedDeduplication")) {
      if (!value.equals("false")) {
        throw SnsErrors.invalid(name + " Reason: FIFO topics are not available here");
      }
    } else if (name.equals("KmsMasterKeyId")) {
      if (!value.isEmpty()) {
        throw SnsErrors.invalid(name + " Reason: encryption with KMS is not available here");
      }
    } else if (!isFeedback(name)) {
      throw SnsErrors.invalid("AttributeName");
    }
  }

  private static void check(String name, String value, Set<String> allowed) throws ApiException {
    if (!allowed.contains(value)) {
      throw SnsErrors.invalid(name + ": " + value);
    }
  }

  private static boolean isFeedback(String name) {
    return FEEDBACK_TARGETS.stream()
        .anyMatch(target ->
            name.equals(target + "SuccessFeedbackRoleArn")
                || name.equals(target + "SuccessFeedbackSampleRate")
                || name.equals(target + "FailureFeedbackRoleArn"));
  }

  /** The policy of a topic for which none was set: its owner may do everything. */
  static String defaultPolicy(Arn topic) {
    Map<String, Object> statement =
        Map.of(
            "Sid",
            "__default_statement_ID",
            "Effect",
            "Allow",
            "Principal",
            Map.of("AWS", "*"),
            "Action",
            List.of(
                "SNS:GetTopicAttributes",
                "SNS:SetTopicAttributes",
                "SNS:AddPermission",
                "SNS:RemovePermission",
                "SNS:DeleteTopic",
                "SNS:Subscribe",
                "SNS:ListSubscriptionsByTopic",
                "SNS:Publish"),
            "Resource",
            topic.topicText(),
            "Condition",
            Map.of("StringEquals", Map.of("AWS:SourceOwner", topic.account())));
    var policy = new LinkedHashMap<String, Object>();
    policy.put("Version", "2008-10-17");
    policy.put("Id", "__default_policy_ID");
    policy.put("Statement", List.of(new TreeMap<>(statement)));
    return Documents.writeLine(policy);
  }
}
