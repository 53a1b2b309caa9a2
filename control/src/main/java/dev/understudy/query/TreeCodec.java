package dev.understudy.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import dev.understudy.control.ApiException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Trees as JSON (awsJson 1.0) or CBOR (Smithy RPC v2). Reading is bounded: 30 deep, texts of 1 MiB.
 */
public final class TreeCodec {
  private static final int DEPTH_MAX = 30;
  private static final int TEXT_MAX = 1 << 20;
  private static final int CBOR_EPOCH_SECONDS = 1;

  /** For awsJson 1.0. */
  public static final TreeCodec JSON =
      new TreeCodec("JSON", "application/x-amz-json-1.0", bounded(new JsonFactory()));

  /** For Smithy RPC v2 CBOR. */
  public static final TreeCodec CBOR =
      new TreeCodec("CBOR", "application/cbor", bounded(new CBORFactory()));

  private final String name;
  private final String contentType;
  private final JsonFactory factory;
  private final ObjectMapper mapper;

  private TreeCodec(String name, String contentType, JsonFactory factory) {
    this.name = name;
    this.contentType = contentType;
    this.factory = factory;
    this.mapper = new ObjectMapper(factory);
  }

  private static JsonFactory bounded(JsonFactory factory) {
    factory.setStreamReadConstraints(
        StreamReadConstraints.builder()
            .maxNestingDepth(DEPTH_MAX)
            .maxStringLength(TEXT_MAX)
            .build());
    return factory;
  }

  /** The media type. */
  public String contentType() {
    return contentType;
  }

  /**
   * Reads a structure; nothing at all is an empty one.
   *
   * @throws ApiException SerializationException if it is none
   */
  public Input read(byte[] octets) throws ApiException {
    if (octets.length == 0) {
      return Input.of(Map.of());
    }
    try {
      Object tree = mapper.readValue(octets, Object.class);
      if (tree instanceof Map<?, ?> map) {
        return Input.of(map);
      }
    } catch (IOException e) {
      // told below
    }
    throw new ApiException(
        400, "SerializationException", "The body is not a " + name + " structure.");
  }

  /** Writes a structure; times as seconds since 1970. */
  public byte[] write(Map<String, @Nullable Object> tree) {
    var octets = new ByteArrayOutputStream();
    try (JsonGenerator out = factory.createGenerator(octets)) {
      write(out, tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not a tree: " + tree, e);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    return octets.toByteArray();
  }

  private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.writeNull();
      case Map<?, ?> map -> {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          if (entry.getValue() != null) {
            out.writeFieldName(entry.getKey().toString());
            write(out, entry.getValue());
          }
        }
        out.writeEndObject();
      }
      case Entries(var map) -> write(out, map);
      case List<?> list -> {
        out.writeStartArray();
        for (Object each : list) {
          write(out, each);
        }
        out.writeEndArray();
      }
      case Instant instant -> {
        if (out instanceof CBORGenerator cbor) {
          cbor.writeTag(CBOR_EPOCH_SECONDS);
        }
        out.writeNumber(instant.toEpochMilli() / 1000.0);
      }
      case Boolean flag -> out.writeBoolean(flag);
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      case Double number -> out.writeNumber(number);
      default -> out.writeString(value.toString());
    }
  }
}
