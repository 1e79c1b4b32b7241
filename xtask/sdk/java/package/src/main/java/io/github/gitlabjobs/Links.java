// How a list goes on: the headers Link and X-Next-Page.

package io.github.gitlabjobs;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads where the next page is. */
final class Links {
  private static final Pattern LINK = Pattern.compile("<([^>]*)>([^<]*)");
  private static final Pattern RELATION = Pattern.compile(";\\s*rel\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;,]+))", Pattern.CASE_INSENSITIVE);

  private Links() {}

  /**
   * The query of the next page, null on the last one. Of the address in the header only the query is used: the list stays
   * where it was asked for.
   */
  static String nextQuery(Call call, HttpHeaders headers) {
    for (String value : headers.allValues("Link")) {
      String target = linked(value, "next");
      if (target == null) {
        continue;
      }
      int end = target.indexOf('#');
      String address = end < 0 ? target : target.substring(0, end);
      int mark = address.indexOf('?');
      // The list would end too early.
      if (mark < 0 || mark + 1 == address.length()) {
        throw GitLabJobsException.astray(call, "the link to the next page leads nowhere");
      }
      return address.substring(mark + 1);
    }
    String number = headers.firstValue("X-Next-Page").orElse("");
    if (number.isEmpty()) {
      return null;
    }
    List<String> kept = new ArrayList<>(Arrays.asList(String.join("&", call.query()).split("&")));
    kept.removeIf(pair -> pair.isEmpty() || pair.startsWith("page="));
    kept.add("page=" + Call.escape(number));
    return String.join("&", kept);
  }

  /** The address of a relation in a Link header, null if it is not there. */
  static String linked(String value, String relation) {
    Matcher link = LINK.matcher(value);
    while (link.find()) {
      Matcher found = RELATION.matcher(link.group(2));
      if (found.find()) {
        String relations = found.group(1) == null ? found.group(2) : found.group(1);
        if (Arrays.asList(relations.trim().toLowerCase(Locale.ROOT).split("\\s+")).contains(relation)) {
          return link.group(1);
        }
      }
    }
    return null;
  }
}
