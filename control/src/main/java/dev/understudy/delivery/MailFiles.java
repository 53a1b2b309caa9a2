package dev.understudy.delivery;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where no mail server is named: each mail becomes a file {@code .eml} that any mail client opens.
 * It appears whole or not at all. The newest 10,000 are kept.
 */
final class MailFiles {
  private static final int KEPT_MAX = 10_000;
  private static final int SWEEP_EVERY = 100;

  /** Mail may hold links that confirm or unsubscribe. */
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path directory;
  private final MailAddress from;
  private int written;

  MailFiles(Path directory, MailAddress from) {
    this.directory = directory;
    this.from = from;
  }

  Attempt send(Notification notification, Mail mail) {
    try {
      Files.createDirectories(directory, PRIVATE);
      Path file = directory.resolve(MailText.fileName(notification, mail));
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      try (FileChannel channel =
              FileChannel.open(
                  fresh,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE);
          OutputStream out = Channels.newOutputStream(channel)) {
        MailText.of(mail, from, notification.accepted(), MailText.offline()).writeTo(out);
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      sweep();
      return new Attempt.Accepted("written to " + file);
    } catch (IOException | MessagingException e) {
      return Attempt.unreachable("cannot write to " + directory + ": " + e);
    }
  }

  private synchronized void sweep() throws IOException {
    if (written++ % SWEEP_EVERY != 0) {
      return;
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
    }
    for (Path old : files.subList(0, Math.max(0, files.size() - KEPT_MAX))) {
      Files.deleteIfExists(old);
    }
  }
}
