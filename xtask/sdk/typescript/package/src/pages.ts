// Where the next page of a list is: the `Link` header, and `X-Next-Page` where there is no such header.

import { DecodeError } from './errors.js';

type Query = Record<string, unknown>;

// A value in quotes may hold whatever separates the parts of the header.
const LINK = /<([^>]*)>((?:\s*;\s*[^\s=;,"]+\s*=\s*(?:"[^"]*"|[^",;]*))*)/g;
const REL = /;\s*rel\s*=\s*"?([^";,]*)/gi;

/**
 * The query of the page behind this one, or nothing behind the last.
 *
 * Only the query of a link is used: a server behind a proxy may be wrong about its own address, and nothing a server
 * sends decides where a credential goes.
 */
export function nextQuery<Q extends object>(headers: Headers, query: Q): Q | undefined {
  const links = headers.get('Link');
  if (links === null) {
    const page = headers.get('X-Next-Page')?.trim();
    return page ? { ...query, page: Number(page) } : undefined;
  }
  const link = [...links.matchAll(LINK)].find(([, , parameters = '']) =>
    [...parameters.matchAll(REL)].some(([, names = '']) => names.toLowerCase().split(/\s+/).includes('next')),
  );
  if (link === undefined) return undefined;
  const found = queryOf(link[1] ?? '');
  if (Object.keys(found).length === 0 || flat(found) === flat(query)) {
    throw new DecodeError('the link to the next page leads nowhere');
  }
  return found as Q;
}

function queryOf(target: string): Query {
  let search: URLSearchParams;
  try {
    search = new URL(target, 'http://relative.invalid').searchParams;
  } catch {
    throw new DecodeError('the link to the next page is no address');
  }
  const names = new Set(search.keys());
  return Object.fromEntries(
    [...names].map((name) => [name, name.endsWith('[]') ? search.getAll(name) : search.get(name)]),
  );
}

/** A query in one way of writing it. */
export function flat(query: object): string {
  const texts = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  return texts.sort().join('&');
}
