package dev.understudy.route53;

/**
 * The key pair that signs requests, and the account it stands for.
 *
 * @param accessKeyId 1 to 128 characters without slash or blank
 * @param secretAccessKey never shown
 * @param accountId twelve digits, as in an ARN
 */
public record Credentials(String accessKeyId, String secretAccessKey, String accountId) {

  /** Checks the forms. */
  public Credentials {
    if (!accessKeyId.matches("[^/\\s]{1,128}")) {
      throw new IllegalArgumentException(
          "access key id is empty, too long, or has a slash or blank");
    }
    if (secretAccessKey.isEmpty()) {
      throw new IllegalArgumentException("secret access key is empty");
    }
    if (!accountId.matches("[0-9]{12}")) {
      throw new IllegalArgumentException("account id '" + accountId + "' is not twelve digits");
    }
  }

  @Override
  public String toString() {
    return "Credentials[" + accessKeyId + ", ****, " + accountId + "]";
  }
}
