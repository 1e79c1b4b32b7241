// One page of a list.

package io.github.gitlabjobs;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/**
 * One page of a list.
 *
 * @param <T> what is listed
 */
public final class Page<T> {
  private final List<T> items;
  private final boolean hasNext;
  private final Supplier<Page<T>> next;

  Page(List<T> items, boolean hasNext, Supplier<Page<T>> next) {
    this.items = List.copyOf(items);
    this.hasNext = hasNext;
    this.next = next;
  }

  /**
   * What the page holds.
   *
   * @return the items, in the server's order
   */
  public List<T> items() {
    return items;
  }

  /**
   * Whether the list goes on.
   *
   * @return whether {@link #next} has an answer
   */
  public boolean hasNext() {
    return hasNext;
  }

  /**
   * Asks for the page after this one.
   *
   * @return the page
   * @throws NoSuchElementException if this is the last one
   * @throws GitLabJobsException if anything goes wrong
   */
  public Page<T> next() {
    if (!hasNext) {
      throw new NoSuchElementException();
    }
    return next.get();
  }
}
