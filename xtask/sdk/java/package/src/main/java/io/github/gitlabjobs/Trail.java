// Redirects: which are followed, and where the credential stays behind.

package io.github.gitlabjobs;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The way of one request. Once it has left the origin it started from, it stays without the credential, even if it is led
 * back.
 */
final class Trail {
  private static final int MOST_HOPS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final URI start;
  private final Set<URI> seen = new LinkedHashSet<>();
  private URI here;
  private boolean left;

  Trail(URI start) {
    this.start = start;
    this.here = start;
    seen.add(start);
  }

  URI here() {
    return here;
  }

  /** Whether the request is outside of its origin, or was. */
  boolean left() {
    return left;
  }

  /** Goes on to where an answer points, or says why not; null means it went on. */
  String redirect(String method, int status, String location) {
    if (!REDIRECTS.contains(status)) {
      return "the status does not say where the answer is";
    }
    if (!method.equals("GET")) {
      return status == 301 || status == 308
          ? "what changes something is never sent on; the project may have a new path"
          : "what changes something is never sent on";
    }
    URI target = target(location);
    if (target == null) {
      return "there is no target that can be read";
    }
    if (!target.getScheme().equals("http") && !target.getScheme().equals("https")) {
      return "only http and https are followed";
    }
    if (target.getHost() == null) {
      return "the target has no host";
    }
    if (here.getScheme().equals("https") && target.getScheme().equals("http")) {
      return "https is never left for http";
    }
    if (seen.contains(target)) {
      return "the request has been there already";
    }
    if (seen.size() > MOST_HOPS) {
      return "the request was sent on five times before";
    }
    seen.add(target);
    left = left || !origin(target).equals(origin(start));
    here = target;
    return null;
  }

  /** The target of a redirect, without a user, who would become a second credential, and without a fragment. */
  private URI target(String location) {
    if (location.isEmpty()) {
      return null;
    }
    try {
      URI found = here.resolve(new URI(location));
      if (found.getScheme() == null) {
        return null;
      }
      if (found.getHost() == null) {
        return found;
      }
      StringBuilder text = new StringBuilder();
      text.append(found.getScheme().toLowerCase(Locale.ROOT)).append("://").append(found.getHost());
      if (found.getPort() >= 0) {
        text.append(':').append(found.getPort());
      }
      text.append(found.getRawPath());
      if (found.getRawQuery() != null) {
        text.append('?').append(found.getRawQuery());
      }
      return new URI(text.toString());
    } catch (URISyntaxException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Scheme, host and port of an address, written one way. */
  private static String origin(URI address) {
    int port = address.getPort() >= 0 ? address.getPort() : address.getScheme().equals("https") ? 443 : 80;
    return address.getScheme() + "://" + address.getHost().toLowerCase(Locale.ROOT) + ":" + port;
  }
}
