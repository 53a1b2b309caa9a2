package dev.understudy.generator;

import java.util.List;
import java.util.stream.Collectors;

/** Writes the operation table and the closed sets of requests, responses and structures. */
final class OperationSource {

  private OperationSource() {}

  static String of(ApiModel model) {
    String constants =
        model.operations().stream()
            .map(o ->
                "  %s(%s, %s, %s, %d, %s)"
                    .formatted(
                        Names.constant(o.name()),
                        Names.literal(o.name()),
                        Names.literal(o.method()),
                        Names.literal(o.uri()),
                        o.status(),
                        o.root() == null ? "null" : Names.literal(o.root())))
            .collect(Collectors.joining(",\n"));
    String cases =
        model.operations().stream()
            .map(o -> "      case %s -> %s.SHAPE;\n".formatted(Names.constant(o.name()), o.input()))
            .collect(Collectors.joining());
    String results =
        model.operations().stream()
            .map(
                o -> "      case %s -> %s.SHAPE;\n".formatted(Names.constant(o.name()), o.output()))
            .collect(Collectors.joining());
    return """
    package dev.understudy.model;

    import org.jspecify.annotations.Nullable;

    /** The operations of the API model. */
    public enum Operation {
    @CONSTANTS@;

      /** XML namespace of every root element. */
      public static final String NAMESPACE = NS;

      private final String operationName;
      private final String method;
      private final String uri;
      private final int status;
      private final @Nullable String requestRoot;

      Operation(
          String operationName, String method, String uri, int status, @Nullable String requestRoot) {
        this.operationName = operationName;
        this.method = method;
        this.uri = uri;
        this.status = status;
        this.requestRoot = requestRoot;
      }

      /** The name as the API spells it. */
      public String operationName() {
        return operationName;
      }

      /** The HTTP method. */
      public String method() {
        return method;
      }

      /** The path, labels in braces: {@code /2013-04-01/hostedzone/{Id}}. */
      public String uri() {
        return uri;
      }

      /** The HTTP status of success. */
      public int status() {
        return status;
      }

      /** The root element of the request's body, or null where there is no body. */
      public @Nullable String requestRoot() {
        return requestRoot;
      }

      /** The root element of the response's body. */
      public String responseRoot() {
        return operationName + "Response";
      }

      /** The shape of the request. Loads only the classes of this operation. */
      public StructureShape<? extends Request> input() {
        return switch (this) {
    @CASES@    };
      }

      /** The shape of the response. Loads only the classes of this operation. */
      public StructureShape<? extends Response> output() {
        return switch (this) {
    @RESULTS@    };
      }
    }
    """
        .replace("@CONSTANTS@", constants)
        .replace("@CASES@", cases)
        .replace("@RESULTS@", results)
        .replace("NS;", Names.literal(model.namespace()) + ";");
  }

  static String sealed(String name, String meaning, String parent, List<String> permitted) {
    return """
    package dev.understudy.model;

    /** @MEANING@ */
    public sealed interface @NAME@@PARENT@
        permits @PERMITTED@ {}
    """
        .replace("@MEANING@", meaning)
        .replace("@NAME@", name)
        .replace("@PARENT@", parent)
        .replace("@PERMITTED@", String.join(",\n        ", permitted));
  }

  static String structure(List<String> permitted) {
    return """
    package dev.understudy.model;

    import org.jspecify.annotations.Nullable;

    /** Any structure of the API model. */
    public sealed interface Structure
        permits Request,
            Response,
            @PERMITTED@ {

      /** The structure's members and how they travel. */
      StructureShape<?> shape();

      /** The value of the member at that index of {@link #shape()}, or null. */
      @Nullable Object member(int index);
    }
    """
        .replace("@PERMITTED@", String.join(",\n        ", permitted));
  }
}
