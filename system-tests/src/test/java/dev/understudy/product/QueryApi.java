package dev.understudy.product;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SNS and CloudWatch by the query protocol, unchecked: what the AWS CLI would not send, too. */
record QueryApi(Product product, HttpClient http) {
  private static final String ACCOUNT = "arn:aws:sns:us-east-1:000000000000:";

  /** The name of a topic. */
  static String topic(String name) {
    return ACCOUNT + name;
  }

  /** An operation of SNS: the reply's status, a blank, its body. */
  String sns(String action, String... namesAndValues) throws IOException, InterruptedException {
    return call("sns", "2010-03-31", action, namesAndValues);
  }

  /** An operation of CloudWatch. */
  String cloudWatch(String action, String... namesAndValues)
      throws IOException, InterruptedException {
    return call("monitoring", "2010-08-01", action, namesAndValues);
  }

  /** The same, which must succeed. */
  String mustSns(String action, String... namesAndValues) throws IOException, InterruptedException {
    String reply = sns(action, namesAndValues);
    if (!reply.startsWith("200 ")) {
      throw new AssertionError(action + ": " + reply);
    }
    return reply;
  }

  private String call(String service, String version, String action, String... namesAndValues)
      throws IOException, InterruptedException {
    var form = new StringBuilder("Action=" + action + "&Version=" + version);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      form.append('&').append(encode(namesAndValues[i]));
      form.append('=').append(encode(namesAndValues[i + 1]));
    }
    try {
      var request =
          new Signed(service, Instant.now(), Product.SECRET)
              .request(product.endpoint(), "POST", "/", form.toString())
              .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
      var reply = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      String body = reply.body().replace("&apos;", "'").replace("&quot;", "\"");
      return reply.statusCode() + " " + body.replace("&#13;", "\r").replace("&amp;", "&");
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The text of an element, which must be there. */
  static String element(String name, String reply) {
    Matcher found = Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(reply);
    if (!found.find()) {
      throw new AssertionError("no " + name + " in " + reply);
    }
    return found.group(1);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
