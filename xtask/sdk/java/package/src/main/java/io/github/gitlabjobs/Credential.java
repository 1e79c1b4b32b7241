// Credentials: who the caller is, in a form that cannot be printed.

package io.github.gitlabjobs;

import java.util.function.Supplier;

/** What a client identifies itself with. However it is printed, only its kind shows. */
public final class Credential {
  private final String kind;
  private final String header;
  private final String prefix;

  // A supplier, because what prints or serialises by reflection finds no text in it.
  private final Supplier<String> secret;

  private Credential(String kind, String header, String prefix, String token) {
    if (token == null || token.isEmpty()) {
      throw GitLabJobsException.usage("Credential", "the token is empty");
    }
    if (token.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
      throw GitLabJobsException.usage("Credential", "the token holds a blank, a line break or another character no token has");
    }
    this.kind = kind;
    this.header = header;
    this.prefix = prefix;
    this.secret = () -> token;
  }

  private Credential() {
    this.kind = "anonymous";
    this.header = null;
    this.prefix = null;
    this.secret = null;
  }

  /**
   * A personal, project, group or OAuth access token, sent as a bearer token.
   *
   * @param token the token
   * @return the credential
   */
  public static Credential accessToken(String token) {
    return new Credential("access token", "Authorization", "Bearer ", token);
  }

  /**
   * A personal, project or group access token, sent in GitLab's own header {@code PRIVATE-TOKEN}, for where a proxy keeps
   * {@code Authorization} to itself.
   *
   * @param token the token
   * @return the credential
   */
  public static Credential privateToken(String token) {
    return new Credential("private token", "PRIVATE-TOKEN", "", token);
  }

  /**
   * The token of a running job, {@code CI_JOB_TOKEN}, sent in the header {@code JOB-TOKEN}. Few operations accept it.
   *
   * @param token the token
   * @return the credential
   */
  public static Credential jobToken(String token) {
    return new Credential("job token", "JOB-TOKEN", "", token);
  }

  /**
   * No credential: only what is public can be read.
   *
   * @return the credential
   */
  public static Credential anonymous() {
    return new Credential();
  }

  boolean isAnonymous() {
    return secret == null;
  }

  String header() {
    return header;
  }

  String value() {
    return prefix + secret.get();
  }

  @Override
  public String toString() {
    return kind;
  }
}
