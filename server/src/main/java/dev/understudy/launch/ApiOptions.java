package dev.understudy.launch;

import dev.understudy.control.ApiException;
import dev.understudy.model.Request;
import dev.understudy.model.Response;
import dev.understudy.route53.ApiClient;
import dev.understudy.route53.Credentials;
import dev.understudy.transfer.Caller;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the server of a command is, and how to sign what is asked of it. */
final class ApiOptions {
  private static final String REGION = "us-east-1";
  private static final String ACCOUNT = "000000000000";

  @Option(
      names = "--http",
      paramLabel = "ADDRESS:PORT",
      description = "The server (default: AWS_ENDPOINT_URL, else 127.0.0.1:8053).")
  private @Nullable String http;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where its key pair is, in DIR/credentials (default: the AWS variables, else ./data).")
  private @Nullable Path data;

  /** What is asked, with the errors of a command line. */
  record Server(ApiClient client, String endpoint, String keys) implements AutoCloseable, Caller {
    @Override
    public Response call(Request request) throws ApiException, IOException, InterruptedException {
      return client.call(request);
    }

    @Override
    public void close() {
      client.close();
    }

    /** One line that says what to do. */
    StartException unreachable(IOException problem) {
      String why = problem.getMessage() == null ? "" : ": " + problem.getMessage();
      return new StartException(
          "no server answers at "
              + endpoint
              + why
              + "; start one with ./understudy serve, or name it with --http ADDRESS:PORT",
          problem);
    }

    /** What the server said, and of which keys where these are what it does not like. */
    StartException refused(ApiException problem) {
      String hint = problem.status() == 403 ? " (signed with the keys of " + keys + ")" : "";
      return new StartException(problem.code() + ": " + problem.message() + hint, problem);
    }
  }

  /**
   * Connects to nothing yet.
   *
   * @throws StartException if there is no key pair or no address
   */
  Server server(Map<String, String> environment) throws StartException {
    KeyPair keys = KeyPair.find(data, environment);
    String endpoint = new RunningServer(place(environment)).endpoint();
    try {
      var credentials = new Credentials(keys.accessKeyId(), keys.secretAccessKey(), ACCOUNT);
      var client = new ApiClient(URI.create(endpoint), credentials, REGION, InstantSource.system());
      return new Server(client, endpoint, keys.from());
    } catch (IllegalArgumentException e) {
      throw new StartException(
          "--http " + endpoint + " or the keys of " + keys.from() + ": " + e.getMessage(), e);
    }
  }

  private String place(Map<String, String> environment) {
    String given = http != null ? http : environment.getOrDefault("AWS_ENDPOINT_URL", "");
    return given.isEmpty() ? RunningServer.USUAL : given;
  }
}
