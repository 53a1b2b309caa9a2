package dev.understudy.product;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The mails that a product without a mail server writes into {@code DATA/outbox}. */
record MailFolder(Path data) {
  private static final Duration LIMIT = Product.LIMIT;

  /** A mail as its reader sees it; headers are decoded, lists of ids are apart. */
  record Letter(
      String to,
      String subject,
      String id,
      List<String> inReplyTo,
      List<String> references,
      String text,
      String html) {}

  /** Waits for a letter that is like that. */
  Letter await(Predicate<Letter> wanted) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < end) {
      List<Letter> found = all().stream().filter(wanted).toList();
      if (!found.isEmpty()) {
        return found.getFirst();
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new IllegalStateException("no such mail in " + LIMIT + " among " + all());
  }

  /** All that were written so far, oldest first. */
  List<Letter> all() throws IOException, MessagingException {
    Path directory = data.resolve("outbox");
    if (!Files.exists(directory)) {
      return List.of();
    }
    List<Path> files;
    try (Stream<Path> found = Files.list(directory)) {
      files = found.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
    }
    var letters = new ArrayList<Letter>();
    for (Path file : files) {
      letters.add(read(file));
    }
    return letters;
  }

  private static Letter read(Path file) throws IOException, MessagingException {
    try (InputStream in = Files.newInputStream(file)) {
      var mime = new MimeMessage(Session.getInstance(new Properties()), in);
      var parts = (Multipart) mime.getContent();
      return new Letter(
          String.valueOf(mime.getAllRecipients()[0]),
          mime.getSubject(),
          mime.getMessageID(),
          ids(mime, "In-Reply-To"),
          ids(mime, "References"),
          text(parts.getBodyPart(0)),
          text(parts.getBodyPart(1)));
    }
  }

  private static List<String> ids(MimeMessage mime, String header) throws MessagingException {
    String value = mime.getHeader(header, " ");
    return value == null ? List.of() : Arrays.asList(value.strip().split("\\s+"));
  }

  private static String text(BodyPart part) throws IOException, MessagingException {
    return String.valueOf(part.getContent()).replace("\r\n", "\n");
  }
}
