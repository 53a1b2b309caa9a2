package dev.understudy.generator;

import dev.understudy.generator.ApiModel.Operation;
import dev.understudy.generator.ApiModel.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the model package. Files whose content would not change are left alone, so that the
 * compiler sees nothing new; files no longer made are deleted.
 */
public final class ModelGenerator {

  private ModelGenerator() {}

  /** Arguments: the model file, the source root to write below. */
  public static void main(String[] args) throws IOException {
    Map<String, String> files = generate(ApiModel.read(Path.of(args[0])));
    Path room = Path.of(args[1], "dev", "understudy", "model");
    Files.createDirectories(room);
    try (Stream<Path> present = Files.list(room)) {
      for (Path file : present.toList()) {
        if (!files.containsKey(file.getFileName().toString())) {
          Files.delete(file);
        }
      }
    }
    for (Map.Entry<String, String> entry : files.entrySet()) {
      Path file = room.resolve(entry.getKey());
      if (!Files.exists(file) || !Files.readString(file).equals(entry.getValue())) {
        Files.writeString(file, entry.getValue());
      }
    }
  }

  /** File name to source. */
  static Map<String, String> generate(ApiModel model) {
    Set<String> inputs =
        model.operations().stream().map(Operation::input).collect(Collectors.toSet());
    Set<String> outputs =
        model.operations().stream().map(Operation::output).collect(Collectors.toSet());
    var files = new LinkedHashMap<String, String>();
    for (Shape shape : model.records()) {
      String parent =
          inputs.contains(shape.name())
              ? "Request"
              : outputs.contains(shape.name()) ? "Response" : "Structure";
      files.put(shape.name() + ".java", new RecordSource(model, shape).source(parent));
    }
    model.shapes().values().stream()
        .filter(Shape::isEnum)
        .forEach(shape -> files.put(shape.name() + ".java", EnumSource.of(shape)));
    List<String> others =
        model.records().stream()
            .map(Shape::name)
            .filter(name -> !inputs.contains(name) && !outputs.contains(name))
            .toList();
    files.put("Structure.java", OperationSource.structure(others));
    files.put(
        "Request.java",
        OperationSource.sealed(
            "Request",
            "The input of an operation.",
            " extends Structure",
            model.operations().stream().map(Operation::input).toList()));
    files.put(
        "Response.java",
        OperationSource.sealed(
            "Response",
            "The output of an operation.",
            " extends Structure",
            model.operations().stream().map(Operation::output).toList()));
    files.put("Operation.java", OperationSource.of(model));
    files.put("Shapes.java", ShapeSource.table(model));
    files.put("ErrorCode.java", EnumSource.errorCodes(model));
    return files;
  }
}
