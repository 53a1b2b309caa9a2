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
import dev.understudy.hindsight.Hindsight;
import dev.understudy.hindsight.NotRecordedException;
import dev.understudy.route53.Page;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /explain?name=&type=&client=&resolver=&assume=}: JSON, or the tree as text where
 * {@code format=text} or the Accept header asks for it. {@code tree=plain} or {@code tree=color}
 * adds the text to the JSON. With {@code all=true} it tells every answer that the name can give
 * instead, and takes neither client nor assumption. With {@code at=TIME} it tells what was answered
 * then; one at a time, since that reads the record and compiles. Fields and parameters are listed
 * in docs/explain.md.
 */
final class ExplainPage implements Page {
  private static final Set<String> PARAMETERS =
      Set.of("name", "type", "client", "resolver", "assume", "at", "format", "tree", "all");
  private static final int NAMES_MAX = 1_000;
  private static final int WAIT_SECONDS = 20;

  private final Explainer explainer;
  private final AllAnswers all;
  private final Hindsight hindsight;
  private final InstantSource clock;
  private final Semaphore one = new Semaphore(1, true);
  private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  ExplainPage(Explainer explainer, AllAnswers all, Hindsight hindsight, InstantSource clock) {
    this.explainer = explainer;
    this.all = all;
    this.hindsight = hindsight;
    this.clock = clock;
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
        return everything(request, question, text, tree != null);
      }
      String at = one(request, "at");
      Explanation told = at == null ? explainer.explain(question) : past(question, at);
      return text ? Reply.text(200, TreeForm.of(told, palette(tree))) : json(told, tree);
    } catch (BadQuestionException | UnknownCheckException | NotRecordedException e) {
      return refusal(400, String.valueOf(e.getMessage()));
    } catch (TimeoutException e) {
      return refusal(503, String.valueOf(e.getMessage()));
    }
  }

  private Reply refusal(int status, String message) {
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.put("error", message);
    return Reply.json(status, write(error));
  }

  private Explanation past(Question question, String at)
      throws BadQuestionException, NotRecordedException, TimeoutException {
    if (!question.assumed().isEmpty()) {
      throw new BadQuestionException(
          "Nothing can be assumed of what was answered; leave out assume or at.");
    }
    Instant then;
    try {
      then = Objects.requireNonNull(Moment.read(at, clock.instant()));
    } catch (IllegalArgumentException e) {
      throw new BadQuestionException("at: " + e.getMessage());
    }
    try {
      if (!one.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new TimeoutException("Another explanation of the past is being made; try again.");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new TimeoutException("The server is stopping.");
    }
    try {
      return hindsight.explain(question, then);
    } finally {
      one.release();
    }
  }

  private Reply everything(Request request, Question question, boolean text, boolean tree)
      throws BadQuestionException {
    for (String name : List.of("client", "resolver", "assume", "at")) {
      if (!request.values(name).isEmpty()) {
        throw new BadQuestionException(
            "All answers are told for all clients and states of health, as configured now; leave"
                + " out "
                + name
                + ".");
      }
    }
    return text
        ? Reply.text(200, all.text(question.name(), question.type()))
        : Reply.json(200, all.json(question.name(), question.type(), tree));
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
