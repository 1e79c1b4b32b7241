// One call as the generated methods describe it: its path, query and body, checked and encoded.

package io.github.gitlabjobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A request before it has an address. */
final class Call {
  static final String JSON = "application/json";
  static final String ANYTHING = "*/*";

  final String operation;
  final String method;
  final String accept;
  private String path;
  private final List<String> query = new ArrayList<>();
  private byte[] body;

  Call(String operation, String method, String template, String accept) {
    this.operation = operation;
    this.method = method;
    this.path = template;
    this.accept = accept;
  }

  /** The same call for another page. */
  Call onward(String otherQuery) {
    Call next = new Call(operation, method, path, accept);
    next.query.add(otherQuery);
    return next;
  }

  /** Puts a value into the path as one segment: its slashes are encoded. */
  void path(String name, Object value) {
    String text = given(name, value);
    for (String segment : text.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw refuse(name + " has an empty segment or one that is a dot or two, which would lead to another address");
      }
      if (segment.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == '\\')) {
        throw refuse(name + " holds a backslash or a control character");
      }
    }
    path = path.replace("{" + name + "}", escape(text));
  }

  /** Adds a parameter unless it is null; a collection is added value by value. */
  void query(String name, Object value) {
    if (value instanceof Collection<?> values) {
      values.forEach(one -> query(name, one));
    } else if (value != null) {
      query.add(escape(name) + "=" + escape(value.toString()));
    }
  }

  /** Adds a parameter that the API does not work without. */
  void needed(String name, Object value) {
    query(name, given(name, value));
  }

  void body(Object value) {
    try {
      body = Sender.JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw refuse("the body cannot be written as JSON");
    }
  }

  byte[] body() {
    return body;
  }

  List<String> query() {
    return query;
  }

  URI address(URI base) {
    try {
      return URI.create(base + path + (query.isEmpty() ? "" : "?" + String.join("&", query)));
    } catch (IllegalArgumentException e) {
      // What a caller gives is escaped: only the link to a next page can be no address. The cause would repeat it.
      throw GitLabJobsException.astray(this, "the link to the next page leads nowhere");
    }
  }

  private String given(String name, Object value) {
    String text = value == null ? "" : value.toString();
    if (text.isEmpty()) {
      throw refuse(name + " is needed");
    }
    return text;
  }

  private GitLabJobsException refuse(String reason) {
    return GitLabJobsException.usage(operation, reason);
  }

  /** Percent-encodes all but letters, digits and {@code -._~}, which mean the same to every server and proxy. */
  static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
  }
}
