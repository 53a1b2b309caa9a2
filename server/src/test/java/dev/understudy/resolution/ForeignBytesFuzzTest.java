package dev.understudy.resolution;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.understudy.resolution.AnswerReader.End;
import dev.understudy.resolution.Outcome.Found;
import java.io.IOException;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;

/** Whatever a resolver sends and whatever lies in our file: read or refused, never a crash. */
class ForeignBytesFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void replies(byte[] octets) {
    Message message;
    try {
      message = new Message(octets);
    } catch (IOException | RuntimeException e) {
      return; // dnsjava's own refusals; the asker takes both for garbage
    }
    Name asked = message.getQuestion() == null ? Name.root : message.getQuestion().getName();
    int type = message.getQuestion() == null ? 1 : message.getQuestion().getType();
    if (AnswerReader.read(asked, type, message) instanceof End(Found(_, var records))
        && records.size() > Outcome.RECORDS_MAX) {
      throw new AssertionError(records.size() + " records");
    }
  }

  @FuzzTest(maxDuration = "10s")
  void rememberedFiles(byte[] octets) {
    try {
      RememberedFile.parse(octets);
    } catch (IOException e) {
      // The only refusal there is.
    }
  }
}
