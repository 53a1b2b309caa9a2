package dev.understudy.model;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A structure's table.
 *
 * @param members in the order in which they are written
 * @param maker makes the record of the members' values, one place per member; the caller has
 *     checked that required ones are there and each has the type of its shape
 */
public record StructureShape<T extends Structure>(
    String name, List<Member> members, Function<@Nullable Object[], T> maker) implements Shape {

  /** The index of the body member with that element name, or -1. */
  public int indexOfElement(String element) {
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      if (member.place() == Place.BODY && member.wireName().equals(element)) {
        return i;
      }
    }
    return -1;
  }
}
