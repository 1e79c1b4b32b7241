// Sending a call: the credential, redirects, and patience with a busy server.

package io.github.gitlabjobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.gitlabjobs.model.Bridge;
import io.github.gitlabjobs.model.Job;
import io.github.gitlabjobs.model.JobOrBridge;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What every call goes through. */
record Sender(
    HttpClient http,
    URI base,
    Credential credential,
    int retries,
    Duration longestWait,
    Duration timeout,
    String agent) {
  static final String AGENT = "gitlab-jobs-java/@VERSION@";

  static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .build();

  /** How long one attempt may wait for its answer to begin. */
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Set<Integer> BUSY = Set.of(502, 503, 504);

  /** An answer that was decoded, and its headers. */
  record Decoded<T>(T value, HttpHeaders headers) {}

  Sender withTimeout(Duration limit) {
    return new Sender(http, base, credential, retries, longestWait, limit, agent);
  }

  /** A call whose answer has no body worth reading. */
  void nothing(Call call) {
    send(call, false);
  }

  /** A call whose answer is one object. */
  <T> T object(Call call, TypeReference<T> type) {
    return decoded(call, type).value();
  }

  /** A call whose answer is read as it arrives. */
  InputStream stream(Call call) {
    return send(call, true).body();
  }

  <T> Decoded<T> decoded(Call call, TypeReference<T> type) {
    HttpResponse<InputStream> response = send(call, false);
    try {
      T value = JSON.readValue(response.body(), type);
      if (unnamed(value)) {
        throw GitLabJobsException.undecodable(call, response, "it is null, or an id is missing");
      }
      return new Decoded<>(value, response.headers());
    } catch (JsonProcessingException e) {
      // Its own message would repeat the value, which may be secret; its place is none.
      JsonLocation at = e.getLocation();
      String place = at == null ? "" : " at line " + at.getLineNr() + " column " + at.getColumnNr();
      throw GitLabJobsException.undecodable(call, response, "a value does not fit" + place);
    } catch (IOException e) {
      throw GitLabJobsException.broken(call, e);
    }
  }

  /** Whether nothing came, or a thing that has an id in the API came without it. */
  private static boolean unnamed(Object value) {
    if (value instanceof List<?> items) {
      return items.stream().anyMatch(Sender::unnamed);
    }
    return value == null
        || (value instanceof Job job && job.getId() == null)
        || (value instanceof Bridge bridge && bridge.getId() == null)
        || (value instanceof JobOrBridge either && either.getId() == null);
  }

  /** Sends a call until it succeeds or may not be sent again. */
  private HttpResponse<InputStream> send(Call call, boolean stream) {
    long start = System.nanoTime();
    for (int attempt = 0; ; attempt++) {
      HttpResponse<InputStream> response = follow(call, stream, start);
      if (response.statusCode() / 100 == 2) {
        return response;
      }
      GitLabJobsException failure = GitLabJobsException.answered(call, response);
      int status = response.statusCode();
      boolean repeatable = status == 429 || (BUSY.contains(status) && call.method.equals("GET"));
      Duration wait = failure.retryAfter().orElseGet(() -> Duration.ZERO);
      if (wait.isZero()) {
        long bound = FIRST_WAIT.toMillis() << Math.min(attempt, 8);
        wait = Duration.ofMillis(ThreadLocalRandom.current().nextLong(bound / 2, bound));
      }
      boolean fits = timeout == null || wait.compareTo(left(start)) < 0;
      if (attempt >= retries || !repeatable || !fits || wait.compareTo(longestWait) > 0) {
        throw failure;
      }
      try {
        Thread.sleep(wait.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw GitLabJobsException.canceled(call, e);
      }
    }
  }

  /** Sends a call once, and on to where the server redirects it. */
  private HttpResponse<InputStream> follow(Call call, boolean stream, long start) {
    Trail trail = new Trail(call.address(base));
    while (true) {
      HttpRequest.Builder request = HttpRequest.newBuilder(trail.here()).timeout(SILENCE);
      request.header("Accept", call.accept).header("User-Agent", agent);
      if (call.body() == null) {
        request.method(call.method, BodyPublishers.noBody());
      } else {
        request.method(call.method, BodyPublishers.ofByteArray(call.body())).header("Content-Type", Call.JSON);
      }
      if (!trail.left() && !credential.isAnonymous()) {
        request.header(credential.header(), credential.value());
      }
      HttpResponse<InputStream> response = exchange(call, request.build(), stream, start);
      if (response.statusCode() / 100 != 3) {
        return response;
      }
      String location = response.headers().firstValue("Location").orElse("");
      String reason = trail.redirect(call.method, response.statusCode(), location);
      if (reason != null) {
        throw GitLabJobsException.redirected(call, response, reason);
      }
    }
  }

  /** One request and its answer. All but a stream is read as a whole, so that the time limit covers it. */
  private HttpResponse<InputStream> exchange(Call call, HttpRequest request, boolean stream, long start) {
    BodyHandler<InputStream> handler =
        head ->
            stream && head.statusCode() / 100 == 2
                ? BodySubscribers.ofInputStream()
                : BodySubscribers.mapping(BodySubscribers.ofByteArray(), ByteArrayInputStream::new);
    CompletableFuture<HttpResponse<InputStream>> answer = http.sendAsync(request, handler);
    try {
      return timeout == null ? answer.get() : answer.get(left(start).toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw GitLabJobsException.timedOut(call, e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw GitLabJobsException.canceled(call, e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw cause instanceof HttpTimeoutException
          ? GitLabJobsException.timedOut(call, cause)
          : GitLabJobsException.broken(call, cause);
    }
  }

  private Duration left(long start) {
    Duration left = timeout.minusNanos(System.nanoTime() - start);
    return left.isNegative() ? Duration.ZERO : left;
  }

  @Override
  public String toString() {
    return base + ", " + credential;
  }
}
