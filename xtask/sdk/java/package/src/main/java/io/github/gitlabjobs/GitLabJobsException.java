// The one error: what went wrong, with which call, and what GitLab said about it.

package io.github.gitlabjobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What every method fails with. It holds no credential, and no address with its query. */
public final class GitLabJobsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of thing went wrong. */
  public enum Kind {
    /** GitLab refused; the status and the messages say how. */
    API,
    /** The call took longer than its limit, or the server was silent for too long. */
    TIMEOUT,
    /** The thread was interrupted. */
    CANCELED,
    /** No whole answer came. */
    TRANSPORT,
    /** The answer is not what the API describes. */
    DECODE,
    /** The server redirected in a way that is not followed. */
    REDIRECT,
    /** An argument was refused and nothing was sent. */
    USAGE
  }

  private final Kind kind;
  private final String operation;
  private final int status;
  private final transient List<String> messages;
  private final Duration retryAfter;
  private final String requestId;

  private GitLabJobsException(
      Kind kind, String operation, HttpResponse<?> response, List<String> messages, String detail, Throwable cause) {
    super(sentence(operation, response, messages, detail), cause);
    this.kind = kind;
    this.operation = operation;
    this.status = response == null ? 0 : response.statusCode();
    this.messages = messages;
    this.retryAfter = response == null ? null : retryAfter(response);
    this.requestId = response == null ? null : response.headers().firstValue("X-Request-Id").orElse(null);
  }

  /**
   * What kind of thing went wrong.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * The operation of the API.
   *
   * @return its name, such as {@code get_job}
   */
  public String operation() {
    return operation;
  }

  /**
   * The status of the answer.
   *
   * @return the status; empty when none came
   */
  public OptionalInt status() {
    return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }

  /**
   * What GitLab said: one text for a message that is a text, each of a list, {@code attribute: text} for each attribute of
   * an object.
   *
   * @return the texts, in the server's order
   */
  public List<String> messages() {
    return messages == null ? List.of() : messages;
  }

  /**
   * How long the server asks to be left alone.
   *
   * @return the time, if it asks
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /**
   * GitLab's name for the request, for its administrators.
   *
   * @return the name, if there is one
   */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  static GitLabJobsException usage(String operation, String detail) {
    return new GitLabJobsException(Kind.USAGE, operation, null, List.of(), detail, null);
  }

  static GitLabJobsException answered(Call call, HttpResponse<InputStream> response) {
    return new GitLabJobsException(Kind.API, call.operation, response, said(response.body()), "", null);
  }

  static GitLabJobsException redirected(Call call, HttpResponse<?> response, String reason) {
    String detail = "a redirect is not followed: " + reason;
    return new GitLabJobsException(Kind.REDIRECT, call.operation, response, List.of(), detail, null);
  }

  static GitLabJobsException undecodable(Call call, HttpResponse<?> response, String reason) {
    String detail = "the answer is not what the API describes: " + reason;
    return new GitLabJobsException(Kind.DECODE, call.operation, response, List.of(), detail, null);
  }

  static GitLabJobsException astray(Call call, String detail) {
    return new GitLabJobsException(Kind.DECODE, call.operation, null, List.of(), detail, null);
  }

  static GitLabJobsException timedOut(Call call, Throwable cause) {
    return new GitLabJobsException(Kind.TIMEOUT, call.operation, null, List.of(), "time ran out", cause);
  }

  static GitLabJobsException canceled(Call call, Throwable cause) {
    return new GitLabJobsException(Kind.CANCELED, call.operation, null, List.of(), "the thread was interrupted", cause);
  }

  static GitLabJobsException broken(Call call, Throwable cause) {
    return new GitLabJobsException(Kind.TRANSPORT, call.operation, null, List.of(), "no whole answer came", cause);
  }

  private static String sentence(String operation, HttpResponse<?> response, List<String> messages, String detail) {
    StringBuilder text = new StringBuilder(operation);
    if (response != null) {
      text.append(": status ").append(response.statusCode());
    }
    if (!detail.isEmpty()) {
      text.append(": ").append(detail);
    }
    if (!messages.isEmpty()) {
      text.append(": ").append(String.join("; ", messages));
    }
    return text.toString();
  }

  /** Reads the header Retry-After: seconds, or a date. */
  private static Duration retryAfter(HttpResponse<?> response) {
    String text = response.headers().firstValue("Retry-After").orElse("");
    if (text.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(Instant.now(), date);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Finds GitLab's words in an error body, in each of the shapes it gives them. */
  static List<String> said(InputStream body) {
    JsonNode root;
    try {
      root = Sender.JSON.readTree(body);
    } catch (IOException e) {
      return List.of();
    }
    if (root == null) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    JsonNode message = root.path("message");
    texts(message, "", found);
    message.fields().forEachRemaining(member -> texts(member.getValue(), member.getKey() + ": ", found));
    for (String place : List.of("error_description", "error")) {
      if (found.isEmpty() && !root.path(place).asText().isEmpty()) {
        found.add(root.path(place).asText());
      }
    }
    return List.copyOf(found);
  }

  private static void texts(JsonNode value, String prefix, List<String> found) {
    if (value.isTextual()) {
      found.add(prefix + value.asText());
    } else if (value.isArray()) {
      value.forEach(one -> {
        if (one.isTextual()) {
          found.add(prefix + one.asText());
        }
      });
    }
  }
}
