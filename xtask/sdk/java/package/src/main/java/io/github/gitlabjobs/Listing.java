// Lists: all items as an iterable or a stream, or one page at a time.

package io.github.gitlabjobs;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A list of GitLab's. Going through it asks for one page after the other; each time anew.
 *
 * @param <T> what is listed
 */
public final class Listing<T> implements Iterable<T> {
  private final Sender sender;
  private final Call first;
  private final TypeReference<List<T>> type;

  Listing(Sender sender, Call first, TypeReference<List<T>> type) {
    this.sender = sender;
    this.first = first;
    this.type = type;
  }

  /**
   * Asks for the first page.
   *
   * @return the page
   * @throws GitLabJobsException if anything goes wrong
   */
  public Page<T> firstPage() {
    return page(first, new HashSet<>());
  }

  /**
   * All items, page after page.
   *
   * @return the items, in the server's order
   */
  public Stream<T> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  @Override
  public Iterator<T> iterator() {
    return new Iterator<>() {
      private Page<T> page;
      private Iterator<T> items;

      @Override
      public boolean hasNext() {
        if (page == null) {
          enter(firstPage());
        }
        while (!items.hasNext() && page.hasNext()) {
          enter(page.next());
        }
        return items.hasNext();
      }

      @Override
      public T next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return items.next();
      }

      private void enter(Page<T> next) {
        page = next;
        items = next.items().iterator();
      }
    };
  }

  private Page<T> page(Call call, Set<String> seen) {
    Sender.Decoded<List<T>> answer = sender.decoded(call, type);
    String next = Links.nextQuery(call, answer.headers());
    return new Page<>(answer.value(), next != null, () -> {
      Set<String> visited = new HashSet<>(seen);
      if (!visited.add(next)) {
        throw GitLabJobsException.astray(call, "the list leads in a circle");
      }
      return page(call.onward(next), visited);
    });
  }
}
