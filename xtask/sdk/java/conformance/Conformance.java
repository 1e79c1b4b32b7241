// The conformance program: does what a scenario asks for and prints what it saw as one line of JSON. It judges nothing.

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.gitlabjobs.Credential;
import io.github.gitlabjobs.GitLabJobs;
import io.github.gitlabjobs.GitLabJobsException;
import io.github.gitlabjobs.model.Job;
import io.github.gitlabjobs.model.JobOrBridge;
import io.github.gitlabjobs.model.JobPlayInput;
import io.github.gitlabjobs.model.JobScope;
import io.github.gitlabjobs.model.JobVariable;
import io.github.gitlabjobs.model.PaginationMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

public final class Conformance {
  private static final String PROJECT = "group/app";
  private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());

  private Conformance() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 3) {
      System.err.println("usage: Conformance INSTANCE_URL TOKEN SCENARIO");
      System.exit(2);
    }
    Map<String, Object> line;
    try (GitLabJobs client = GitLabJobs.connect(arguments[0], Credential.accessToken(arguments[1]))) {
      line = scenario(client, arguments[2], arguments[1]);
    } catch (GitLabJobsException e) {
      line = Map.of("error", told(e));
    } catch (IOException e) {
      Map<String, Object> error = new LinkedHashMap<>();
      error.put("kind", "transport");
      error.put("status", null);
      error.put("messages", List.of());
      line = Map.of("error", error);
    }
    // Bytes, because the console may have an encoding of its own.
    System.out.write(JSON.writeValueAsBytes(line));
    System.out.println();
  }

  private static Map<String, Object> scenario(GitLabJobs client, String name, String token) throws IOException {
    switch (name) {
      case "project_path", "error_string", "error_array", "error_object", "error_oauth":
        return Map.of("id", job(client).getId());
      case "ref_and_job_name":
        return digest(client.downloadRefArtifacts(PROJECT, "feature/ü+1 #2", "test: [x, 1] 100%/é"));
      case "artifact_path":
        return digest(client.downloadJobArtifactFile(PROJECT, 1001, "docs/a b+c%20.txt"));
      case "scope":
        return ids(
            client
                .listProjectJobs(PROJECT, options -> options.scope(JobScope.FAILED, JobScope.SUCCESS))
                .firstPage()
                .items());
      case "plain_query":
        return ids(client.listProjectJobs(PROJECT).firstPage().items());
      case "play":
        JobVariable target = new JobVariable().key("TARGET").value("staging");
        return played(client.playJob(PROJECT, 1031, new JobPlayInput().addJobVariablesAttributesItem(target)));
      case "play_empty":
        return played(client.playJob(PROJECT, 1031));
      case "credential":
        List<Job> jobs = new ArrayList<>();
        jobs.add(job(client));
        jobs.addAll(client.listPipelineJobs(PROJECT, 11).firstPage().items());
        jobs.add(client.cancelJob(PROJECT, 1025));
        return ids(jobs);
      case "redirect":
        Map<String, Object> archive = toFile(client.downloadJobArtifacts(PROJECT, 1001));
        archive.remove("pieces");
        return archive;
      case "unknown_status":
        Job odd = job(client);
        return Map.of("id", odd.getId(), "status", odd.getStatus());
      case "unknown_field":
        Job newer = job(client);
        return Map.of("id", newer.getId(), "name", newer.getName());
      case "all_null":
        Job bare = job(client);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", bare.getId());
        line.put("coverage", bare.getCoverage());
        line.put("started_at", bare.getStartedAt());
        line.put("runner", bare.getRunner());
        return line;
      case "error_html":
        return Map.of("id", client.cancelJob(PROJECT, 1025).getId());
      case "trace_bytes":
        return digest(client.getJobTrace(PROJECT, 1001));
      case "trace_stream":
        return toFile(client.getJobTrace(PROJECT, 1001));
      case "no_content":
        client.deleteJobArtifacts(PROJECT, 1001);
        return Map.of("ok", true);
      case "pages_offset":
        List<Job> numbered = new ArrayList<>();
        client.listPipelineJobs(PROJECT, 11, options -> options.perPage(2)).forEach(numbered::add);
        return ids(numbered);
      case "pages_keyset":
        return ids(
            client
                .listProjectJobs(PROJECT, options -> options.pagination(PaginationMethod.KEYSET).perPage(3))
                .stream()
                .toList());
      case "rate_limited":
        long start = System.nanoTime();
        Job late = job(client);
        return Map.of("id", late.getId(), "elapsed_ms", Duration.ofNanos(System.nanoTime() - start).toMillis());
      case "timeout":
        warmUp();
        return Map.of("id", job(client.withTimeout(Duration.ofMillis(500))).getId());
      case "token_never_printed":
        return Map.of("printed", printed(client, token));
      default:
        throw new IllegalArgumentException("there is no scenario " + name);
    }
  }

  /** Loads every class of a call by one that reaches nobody, so that a time limit measures the call and not the start. */
  private static void warmUp() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    try (GitLabJobs client = GitLabJobs.connect("http://127.0.0.1:" + closed, Credential.anonymous())) {
      job(client.withTimeout(Duration.ofSeconds(30)));
    } catch (GitLabJobsException e) {
      if (e.kind() != GitLabJobsException.Kind.TRANSPORT) {
        throw e;
      }
    }
  }

  private static Job job(GitLabJobs client) {
    return client.getJob(PROJECT, 1001);
  }

  private static Map<String, Object> played(JobOrBridge job) {
    return Map.of("id", job.getId(), "status", job.getStatus());
  }

  private static Map<String, Object> ids(List<Job> jobs) {
    return Map.of("ids", jobs.stream().map(Job::getId).toList());
  }

  private static Map<String, Object> told(GitLabJobsException failure) {
    String kind =
        switch (failure.kind()) {
          case API -> "api";
          case TIMEOUT -> "timeout";
          case TRANSPORT -> "transport";
          case DECODE -> "decode";
          default -> "other";
        };
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("kind", kind);
    error.put("status", failure.status().isPresent() ? failure.status().getAsInt() : null);
    error.put("messages", failure.messages());
    return error;
  }

  private static Map<String, Object> digest(InputStream stream) throws IOException {
    try (stream) {
      return digest(stream.readAllBytes());
    }
  }

  private static Map<String, Object> digest(byte[] bytes) {
    try {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("length", bytes.length);
      line.put("sha256", HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
      return line;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads a stream in pieces into a file, and the file for what it holds. */
  private static Map<String, Object> toFile(InputStream stream) throws IOException {
    Path file = Files.createTempFile("conformance", null);
    int pieces = 0;
    try (stream) {
      try (OutputStream out = Files.newOutputStream(file)) {
        byte[] piece = new byte[4096];
        for (int read = stream.read(piece); read >= 0; read = stream.read(piece)) {
          out.write(piece, 0, read);
          pieces++;
        }
      }
      Map<String, Object> line = digest(Files.readAllBytes(file));
      line.put("pieces", pieces);
      return line;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static String printed(GitLabJobs client, String token) {
    Credential credential = Credential.accessToken(token);
    GitLabJobs.Builder builder = GitLabJobs.builder("https://gitlab.example", credential);
    List<Object> things = new ArrayList<>(Arrays.asList(client, credential, builder, client.withTimeout(null)));
    StringWriter text = new StringWriter();
    try {
      client.getJob(PROJECT, 999999);
    } catch (GitLabJobsException e) {
      things.add(e);
      e.printStackTrace(new PrintWriter(text, true));
    }
    things.addAll(Collections.singletonList(String.format("%s %s", client, credential)));
    for (Object thing : things) {
      text.append(String.valueOf(thing)).append('\n');
      try {
        text.append(JSON.writeValueAsString(thing)).append('\n');
      } catch (IOException e) {
        text.append(e.getMessage()).append('\n');
      }
    }
    return text.toString();
  }
}
