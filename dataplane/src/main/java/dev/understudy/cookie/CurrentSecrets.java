package dev.understudy.cookie;

/** The secrets in force: one writer, who keeps them; any readers. */
public final class CurrentSecrets {
  private volatile CookieSecrets secrets;

  /** Starts with some. */
  public CurrentSecrets(CookieSecrets secrets) {
    this.secrets = secrets;
  }

  /** One volatile read. */
  public CookieSecrets get() {
    return secrets;
  }

  /** Called by the keeper only. */
  public void publish(CookieSecrets next) {
    secrets = next;
  }
}
