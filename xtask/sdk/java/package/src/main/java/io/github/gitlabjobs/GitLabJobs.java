// The client: where it sends, whom it acts for, how patient it is.

package io.github.gitlabjobs;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;

/**
 * Calls the API of one GitLab with one credential; safe for use by several threads.
 *
 * <p>Its methods are the operations of the API. Lists are asked for while they are read, logs and artifacts are streams
 * that the caller closes, and whatever goes wrong is a {@link GitLabJobsException}.
 *
 * <p>The credential is sent in a header to the address it was given for and to no other, also when GitLab redirects a
 * download to an object storage. Requests that only read are sent again after 429, 502, 503 and 504; those that change
 * something only after 429. Interrupting a thread ends its call.
 */
public final class GitLabJobs extends Operations implements AutoCloseable {
  private final Sender sender;
  private final boolean ours;

  private GitLabJobs(Sender sender, boolean ours) {
    this.sender = sender;
    this.ours = ours;
  }

  /**
   * A client with the usual settings.
   *
   * @param address the address of a GitLab such as {@code https://gitlab.example.com}; it may already end in
   *     {@code /api/v4}, as that of the variable {@code CI_API_V4_URL} does
   * @param credential who the caller is
   * @return the client
   * @throws GitLabJobsException if the address cannot be used
   */
  public static GitLabJobs connect(String address, Credential credential) {
    return builder(address, credential).build();
  }

  /**
   * Settings of a client, to be changed before it is built.
   *
   * @param address the address of a GitLab, as for {@link #connect}
   * @param credential who the caller is
   * @return the settings
   */
  public static Builder builder(String address, Credential credential) {
    return new Builder(address, credential);
  }

  /**
   * The same client with another time limit for each call, its waits included.
   *
   * @param limit how long a call may take until its answer is read, or until its stream is open; null for no limit
   * @return a client that shares the connections of this one and needs no closing
   */
  public GitLabJobs withTimeout(Duration limit) {
    return new GitLabJobs(sender.withTimeout(limit), false);
  }

  @Override
  Sender sender() {
    return sender;
  }

  /**
   * Ends the connections. Since Java 21 it waits for calls that are under way and for streams that are open, and later
   * calls fail; before, the connections end by themselves when the client is no longer used.
   */
  @Override
  public void close() {
    // This is compiled for Java 17, whose HttpClient cannot be closed.
    if (ours && (Object) sender.http() instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public String toString() {
    return "GitLabJobs(" + sender + ")";
  }

  /** The settings of a client. */
  public static final class Builder {
    private final String address;
    private final Credential credential;
    private int retries = 2;
    private Duration longestWait = Duration.ofMinutes(2);
    private Duration timeout;
    private String agent = Sender.AGENT;

    private Builder(String address, Credential credential) {
      this.address = Objects.requireNonNull(address, "address");
      this.credential = Objects.requireNonNull(credential, "credential");
    }

    /**
     * Sets how often a request is sent again after an answer that says to come back; 0 is never, the default is 2.
     *
     * @param most the number
     * @return these settings
     */
    public Builder retries(int most) {
      this.retries = most;
      return this;
    }

    /**
     * Sets the longest wait before a request is sent again; a server that asks for more is not asked again. The default
     * is two minutes.
     *
     * @param longest the wait
     * @return these settings
     */
    public Builder longestWait(Duration longest) {
      this.longestWait = Objects.requireNonNull(longest, "longest");
      return this;
    }

    /**
     * Sets how long a call may take, its waits included, until its answer is read or its stream is open. There is no
     * limit by default.
     *
     * @param limit the time
     * @return these settings
     */
    public Builder timeout(Duration limit) {
      this.timeout = limit;
      return this;
    }

    /**
     * Says in front of this package's own name who is calling.
     *
     * @param name a name such as {@code nightly-report/2}
     * @return these settings
     */
    public Builder userAgent(String name) {
      this.agent = name + " " + Sender.AGENT;
      return this;
    }

    /**
     * Makes the client.
     *
     * @return the client
     * @throws GitLabJobsException if the address cannot be used, or if a credential would cross the network unencrypted
     */
    public GitLabJobs build() {
      URI base = apiRoot(address);
      boolean plain = base.getScheme().equals("http");
      if (plain && !credential.isAnonymous() && !loopback(base.getHost())) {
        throw GitLabJobsException.usage("build", "a credential would cross the network unencrypted: use an https address");
      }
      HttpClient http =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NEVER)
              .version(plain ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2)
              .connectTimeout(Duration.ofSeconds(30))
              .build();
      return new GitLabJobs(new Sender(http, base, credential, retries, longestWait, timeout, agent), true);
    }

    @Override
    public String toString() {
      return "GitLabJobs.Builder(" + credential + ")";
    }

    private static URI apiRoot(String address) {
      String trimmed = address.replaceAll("/+$", "");
      URI root;
      try {
        root = new URI(trimmed.endsWith("/api/v4") ? trimmed : trimmed + "/api/v4");
      } catch (URISyntaxException e) {
        throw GitLabJobsException.usage("build", "the address cannot be read");
      }
      boolean http = "http".equals(root.getScheme()) || "https".equals(root.getScheme());
      if (!http || root.getHost() == null) {
        throw GitLabJobsException.usage("build", "the address must start with https:// and a host");
      }
      if (root.getRawUserInfo() != null || root.getRawQuery() != null || root.getRawFragment() != null) {
        throw GitLabJobsException.usage("build", "the address must have no user, query or fragment");
      }
      return root;
    }

    private static boolean loopback(String host) {
      return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }
  }
}
