package dev.understudy.explain;

import dev.understudy.explain.Explanation.Candidate;
import dev.understudy.explain.Explanation.Check;
import dev.understudy.explain.Explanation.Fate;
import dev.understudy.explain.Explanation.Finding;
import dev.understudy.explain.Explanation.Group;
import dev.understudy.explain.Explanation.Step;
import dev.understudy.explain.Explanation.Target;
import dev.understudy.explain.Explanation.Where;
import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.RdataText;
import dev.understudy.routing.ClientPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An explanation for people: the answer first, then the tree that led to it. */
public final class TreeForm {
  /** Values of one record set that are shown; more are counted. */
  private static final int VALUES_SHOWN = 4;

  /** Zones of one name that are shown; more are counted. */
  private static final int ZONES_SHOWN = 4;

  private final Palette palette;
  private final Explanation told;
  private final StringBuilder out = new StringBuilder();

  private TreeForm(Explanation told, Palette palette) {
    this.told = told;
    this.palette = palette;
  }

  /** The text, its lines ended by newlines. */
  public static String of(Explanation told, Palette palette) {
    var form = new TreeForm(told, palette);
    form.answer();
    form.circumstances();
    told.steps().forEach(form::step);
    form.notes();
    return form.out.toString();
  }

  private void answer() {
    String question = NameText.format(told.name()) + " " + told.type();
    if (!told.answers()) {
      line(palette.strong(question + ": no answer") + "  " + palette.bad(told.rcode()));
      return;
    }
    List<Explanation.ResourceRecord> records = told.answer();
    List<String> values =
        records.stream()
            .filter(each -> each.type() == records.getLast().type())
            .map(each -> RdataText.format(each.type(), each.data()))
            .toList();
    String rcode = told.rcode().equals("NOERROR") ? "" : "  " + palette.bad(told.rcode());
    line(
        palette.strong(question + ": ")
            + palette.good(String.join(", ", values))
            + palette.quiet("  TTL " + records.getLast().ttlSeconds() + protocol())
            + rcode);
  }

  private String protocol() {
    return told.protocol().equals("UDP") ? "" : ", over TCP";
  }

  private void circumstances() {
    Explanation.Client client = told.client();
    Network subnet = client.subnet();
    var text = new StringBuilder("asked by ").append(client.resolver().getHostAddress());
    if (subnet != null) {
      text.append(" for ").append(subnet);
      text.append(client.subnetTaken() ? "" : ", which is not believed");
    }
    text.append(", ").append(place(client.place()));
    text.append(
        client.scope() == 0
            ? "; the same for every client"
            : "; rests on " + client.scope() + " bits of the client's network");
    if (told.past() == null) {
      text.append("; revision ").append(told.revision());
    }
    line(palette.quiet(text.toString()));
    if (told.past() != null) {
      line(palette.doubtful("as of " + told.time() + ", rebuilt from the record"));
    }
    new TreeMap<>(told.assumed())
        .forEach((id, healthy) ->
            line(palette.doubtful("assumed: check " + id + " " + Phrases.status(healthy))));
  }

  private void notes() {
    Explanation.Past past = told.past();
    if (past != null && !past.notes().isEmpty()) {
      line("");
      past.notes().forEach(note -> line(palette.doubtful("note: " + note)));
    }
  }

  private static String place(ClientPlace place) {
    String area =
        String.join(
            "-",
            Stream.of(place.continent(), place.country(), place.subdivision())
                .filter(Objects::nonNull)
                .toList());
    Coordinates at = place.coordinates();
    String point = at == null ? "" : at.latitude() + "," + at.longitude();
    if (place.assumed()) {
      point = "taken to be at " + point;
    }
    String both = (area + " " + point).trim();
    return both.isEmpty() ? "at no known place" : both;
  }

  private void step(Step step) {
    line("");
    String name = NameText.format(step.name());
    switch (step.finding()) {
      case Finding.Found(HostedZone zone, DomainName source, Group group) ->
          head(group, source, "", zone);
      case Finding.Link(HostedZone zone, DomainName source, Group group) ->
          head(group, source, "leads on by CNAME; ", zone);
      case Finding.Delegated(HostedZone zone, DomainName cut, Group group) -> {
        line(name + " is delegated at " + NameText.format(cut) + palette.quiet(in(zone)));
        candidates(group, "");
      }
      case Finding.NoSuchType(HostedZone zone, DomainName source) ->
          line(
              NameText.format(source)
                  + " has no record set of type "
                  + told.type()
                  + palette.quiet(in(zone)));
      case Finding.NoSuchName(HostedZone zone) ->
          line(name + " does not exist" + palette.quiet(in(zone)));
      case Finding.NotServed() -> line(name + " lies in no zone served here");
    }
    shadowed(step.shadowed());
  }

  private void shadowed(List<HostedZone> zones) {
    if (!zones.isEmpty()) {
      String ids =
          zones.stream().limit(ZONES_SHOWN).map(HostedZone::id).collect(Collectors.joining(", "));
      int more = zones.size() - ZONES_SHOWN;
      line(
          palette.doubtful(
              "  this is the oldest zone of its name; nobody is answered from "
                  + ids
                  + (more > 0 ? " and " + more + " more" : "")));
    }
  }

  private void head(Group group, DomainName source, String more, HostedZone zone) {
    String covered = source.isWildcard() ? "covers the name; " : "";
    line(
        title(group)
            + palette.quiet("  " + covered + more + "zone " + NameText.format(zone.name()))
            + palette.quiet(" " + zone.id()));
    candidates(group, "");
  }

  private static String in(HostedZone zone) {
    return "  zone " + NameText.format(zone.name()) + " " + zone.id();
  }

  private String title(Group group) {
    return palette.strong(NameText.format(group.name()) + " " + group.type())
        + "  "
        + Words.word(group.policy())
        + (group.failedOpen()
            ? palette.doubtful("  nothing is healthy, so everything counts as healthy")
            : "");
  }

  private void candidates(Group group, String indent) {
    if (group.omitted()) {
      line(indent + palette.quiet("  (the tree is too large to show more)"));
      return;
    }
    if (group.candidates().isEmpty()) {
      line(indent + palette.quiet("  no such record sets"));
    }
    List<List<String>> rows = group.candidates().stream().map(TreeForm::columns).toList();
    for (int i = 0; i < rows.size(); i++) {
      Candidate candidate = group.candidates().get(i);
      var text = new StringBuilder();
      for (int column = 0; column < rows.get(i).size(); column++) {
        int at = column;
        int width = rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0);
        if (width > 0) {
          text.append(rows.get(i).get(column))
              .repeat(' ', width - rows.get(i).get(column).length());
          text.append("  ");
        }
      }
      line(indent + "  " + mark(candidate, text.toString(), Phrases.fate(candidate, group)));
      below(candidate, indent + "      ");
    }
  }

  private String mark(Candidate candidate, String text, String why) {
    if (candidate.answers()) {
      return candidate.fate() == Fate.CHOSEN
          ? palette.good("✓ " + text + why)
          : palette.doubtful("! " + text + why);
    }
    return switch (candidate.fate()) {
      case UNHEALTHY_CHECK, UNHEALTHY_TARGET, NOTHING_TO_GIVE, LAST_RESORT ->
          palette.bad("✗ ") + text + palette.bad(why);
      case CHOSEN, OTHER_FIRST, NOT_THIS_CLIENT, ZERO_WEIGHT, NOT_DRAWN, NOT_REACHED ->
          palette.quiet("· " + text + why);
    };
  }

  private static List<String> columns(Candidate candidate) {
    return List.of(
        Words.place(candidate.set().policy()), candidate.set().setIdentifier(), values(candidate));
  }

  private static String values(Candidate candidate) {
    AliasTarget alias = candidate.set().alias();
    if (alias != null) {
      return "alias to "
          + NameText.format(alias.name())
          + (alias.evaluateTargetHealth() ? "" : " whatever its health");
    }
    var values = new ArrayList<String>();
    candidate.set().records().stream()
        .limit(VALUES_SHOWN)
        .forEach(data -> values.add(RdataText.format(candidate.set().type(), data)));
    int more = candidate.set().records().size() - VALUES_SHOWN;
    return String.join(", ", values) + (more > 0 ? " and " + more + " more" : "");
  }

  private void below(Candidate candidate, String indent) {
    Check check = candidate.check();
    if (check != null) {
      check(check, indent);
    }
    Target target = candidate.target();
    if (target != null && target.group() != null) {
      String outside = target.where() == Where.OUTSIDE ? palette.quiet("  resolved outside") : "";
      line(indent + title(target.group()) + outside);
      candidates(target.group(), indent);
    }
  }

  private void check(Check check, String indent) {
    String text = Phrases.check(check, told.time());
    line(indent + (check.healthy() ? palette.quiet(text) : palette.bad(text)));
    check.children().forEach(child -> check(child, indent + "  "));
  }

  private void line(String text) {
    out.append(text.stripTrailing()).append('\n');
  }
}
