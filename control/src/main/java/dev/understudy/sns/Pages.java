package dev.understudy.sns;

import dev.understudy.query.XmlText;

/** What a browser shows where a link from a mail was followed. */
final class Pages {
  private Pages() {}

  static String confirmed(String subscriptionArn) {
    return page(
        "Subscription confirmed",
        "You will get the messages of this topic. Your subscription's id is "
            + subscriptionArn
            + ". If it was not your intention to subscribe, use the link that ends each mail.");
  }

  static String ended() {
    return page("Subscription ended", "You will get no more messages of this topic.");
  }

  static String refused(String why) {
    return page("Nothing was changed", why + ". The link may be too old, or not whole.");
  }

  private static String page(String title, String text) {
    return """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <meta name="robots" content="noindex"><title>%1$s</title>
    <style>body{font:16px/1.5 system-ui,sans-serif;max-width:40em;margin:4em auto;padding:0 1em;\
    color-scheme:light dark}h1{font-size:1.4em}p{overflow-wrap:anywhere}</style></head>
    <body><h1>%1$s</h1><p>%2$s</p></body></html>
    """
        .formatted(XmlText.escape(title), XmlText.escape(text));
  }
}
