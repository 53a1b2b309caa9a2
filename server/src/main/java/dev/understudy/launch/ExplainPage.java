package dev.understudy.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.explain.BadQuestionException;
import dev.understudy.explain.Explainer;
import dev.understudy.explain.Explanation;
import dev.understudy.explain.JsonForm;
import dev.understudy.explain.Palette;
import dev.understudy.explain.Question;
import dev.understudy.explain.QuestionReader;
import dev.understudy.explain.TreeForm;
import dev.understudy.explain.UnknownCheckException;
import dev.understudy.route53.Page;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /explain?name=&type=&client=&resolver=&assume=}: JSON, or the tree as text where
 * {@code format=text} or the Accept header asks for it. {@code tree=plain} or {@code tree=color}
 * adds the text to the JSON. With {@code all=true} it tells every answer that the name can give
 * instead, and takes neither client nor assumption. Fields and parameters are listed in
 * docs/explain.md.
 */
final class ExplainPage implements Page {
  private static final Set<String> PARAMETERS =
      Set.of("name", "type", "client", "resolver", "assume", "format", "tree", "all");
  private static final int NAMES_MAX = 1_000;

  private final Explainer explainer;
  private final AllAnswers all;
  private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  ExplainPage(Explainer explainer, AllAnswers all) {
    this.explainer = explainer;
    this.all = all;
  }

  @Override
  public Reply answer(Request request) {
    try {
      for (String name : request.names()) {
        if (!PARAMETERS.contains(name)) {
          throw new BadQuestionException("There is no parameter '" + name + "'.");
        }
      }
      List<String> assume = request.values("assume");
      if (assume.size() > NAMES_MAX) {
        throw new BadQuestionException("Assume at most " + NAMES_MAX + " statuses at once.");
      }
      String format = choice(request, "format", "json", "text");
      String tree = choice(request, "tree", "plain", "color");
      Question question =
          QuestionReader.read(
              one(request, "name"),
              one(request, "type"),
              one(request, "client"),
              one(request, "resolver"),
              assume);
      boolean text = format == null ? request.accepts("text/plain") : format.equals("text");
      if ("true".equals(choice(request, "all", "true", "false"))) {
        return everything(request, question, text);
      }
      Explanation told = explainer.explain(question);
      return text ? Reply.text(200, TreeForm.of(told, palette(tree))) : json(told, tree);
    } catch (BadQuestionException | UnknownCheckException e) {
      ObjectNode error = JsonNodeFactory.instance.objectNode();
      error.put("error", e.getMessage());
      return Reply.json(400, write(error));
    }
  }

  private Reply everything(Request request, Question question, boolean text)
      throws BadQuestionException {
    for (String name : List.of("client", "resolver", "assume", "tree")) {
      if (!request.values(name).isEmpty()) {
        throw new BadQuestionException(
            "All answers are told for all clients and states of health; leave out " + name + ".");
      }
    }
    return text
        ? Reply.text(200, all.text(question.name(), question.type()))
        : Reply.json(200, all.json(question.name(), question.type()));
  }

  private Reply json(Explanation told, @Nullable String tree) {
    ObjectNode node = JsonForm.of(told);
    if (tree != null) {
      node.put("tree", TreeForm.of(told, palette(tree)));
    }
    return Reply.json(200, write(node));
  }

  private static Palette palette(@Nullable String tree) {
    return tree != null && tree.equals("color") ? Palette.COLOR : Palette.PLAIN;
  }

  private String write(ObjectNode node) {
    try {
      return json.writeValueAsString(node) + "\n";
    } catch (JsonProcessingException e) { // nothing in a tree of nodes can fail to be written
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable String choice(Request request, String name, String... values)
      throws BadQuestionException {
    String value = one(request, name);
    if (value != null && !List.of(values).contains(value)) {
      throw new BadQuestionException(name + " is " + String.join(" or ", values) + ".");
    }
    return value;
  }

  private static @Nullable String one(Request request, String name) throws BadQuestionException {
    List<String> values = request.values(name);
    if (values.size() > 1) {
      throw new BadQuestionException("Give " + name + " once.");
    }
    return values.isEmpty() || values.getFirst().isEmpty() ? null : values.getFirst();
  }
}
