// How the client calls the generated core: what every call has in common, and what becomes of its answer.

import { type Client as Core, createClient, createConfig } from './generated/client/index.js';
import type { DownloadRefArtifactsData, JobScope } from './generated/types.gen.js';
import { Download } from './download.js';
import { DecodeError, translated } from './errors.js';
import { exchange } from './exchange.js';
import { flat, nextQuery } from './pages.js';
import type { Settings } from './settings.js';

/** A project: its ID, or its full path such as `group/app`, as it is written and not encoded. */
export type Project = number | string;

/** What one call is made with besides its arguments. */
export interface CallOptions {
  /** Ends the call: `AbortSignal.timeout(5_000)` bounds it, with its retries, to five seconds. */
  signal?: AbortSignal | undefined;
}

/** The query parameters of an operation of the core. */
export type QueryOf<D extends { query?: unknown }> = NonNullable<D['query']>;

/** What a list is narrowed down with and paged by. */
export type Listed<D extends { query?: unknown }> = Omit<QueryOf<D>, 'scope[]'> &
  ('scope[]' extends keyof QueryOf<D> ? { scope?: readonly JobScope[] } : unknown);

/** How the latest artifacts of a branch or tag are looked for. */
export type Search = Pick<QueryOf<DownloadRefArtifactsData>, 'search_recent_successful_pipelines'>;

type Path = Record<string, string | number>;
type Answer<T> = Promise<{ data: T; response: Response }>;
type Common<P> = {
  client: Core;
  path: P;
  signal: AbortSignal | null;
  headers: Record<string, string>;
  parseAs: 'json' | 'stream';
};

/** The query of a list as it goes over the wire. */
export function wire<D extends { query?: unknown }>(query: Listed<D>): QueryOf<D> {
  const { scope, ...others } = query as { scope?: readonly JobScope[] };
  return (scope === undefined ? others : { ...others, 'scope[]': [...scope] }) as QueryOf<D>;
}

/** The path parameters of an operation on a job. */
export function job(project: Project, jobId: number): { id: string; job_id: number } {
  return { id: `${project}`, job_id: jobId };
}

/** Calls of the core, of one client. */
export class Calls {
  readonly #core: Core;

  constructor(settings: Settings) {
    // The types of the core's functions promise that they throw; only this makes them do so.
    const config = createConfig({ baseUrl: settings.base, fetch: exchange(settings), throwOnError: true });
    this.#core = createClient(config);
  }

  /** One object. */
  async answer<P extends Path, T extends object>(
    path: P,
    options: CallOptions | undefined,
    operation: (common: Common<P>) => Answer<T>,
  ): Promise<T> {
    const { data } = await this.send(path, options, 'json', operation);
    if (typeof data !== 'object' || data === null || Array.isArray(data)) throw new DecodeError('the answer is no object');
    // The core makes an empty object of an empty body.
    if (Object.keys(data).length === 0) throw new DecodeError('the answer is empty');
    return data;
  }

  /** One page of a list. */
  async page<P extends Path, Q extends object, T>(
    path: P,
    query: Q,
    options: CallOptions | undefined,
    operation: (common: Common<P> & { query: Q }) => Answer<T[]>,
  ): Promise<T[]> {
    return (await this.#listed(path, query, options, operation)).data;
  }

  /** All items of a list, page after page, fetched as they are needed. */
  async *items<P extends Path, Q extends object, T>(
    path: P,
    query: Q,
    options: CallOptions | undefined,
    operation: (common: Common<P> & { query: Q }) => Answer<T[]>,
  ): AsyncGenerator<T, void, undefined> {
    let following: Q | undefined = query;
    const seen = new Set<string>();
    while (following !== undefined) {
      const asked = flat(following);
      if (seen.has(asked)) throw new DecodeError('the list leads in a circle');
      seen.add(asked);
      const { data, response }: { data: T[]; response: Response } = await this.#listed(
        path,
        following,
        options,
        operation,
      );
      yield* data;
      following = nextQuery(response.headers, following);
    }
  }

  /** Bytes, once somebody wants them. */
  download<P extends Path>(
    path: P,
    options: CallOptions | undefined,
    operation: (common: Common<P>) => Answer<unknown>,
  ): Download {
    return new Download(async () => (await this.send(path, options, 'stream', operation)).response.body);
  }

  /** One call, its failures as errors of ours. */
  async send<P extends Path, T>(
    path: P,
    options: CallOptions | undefined,
    parseAs: 'json' | 'stream',
    operation: (common: Common<P>) => Answer<T>,
  ): Answer<T> {
    for (const value of Object.values(path)) refuseStrays(`${value}`);
    const headers: Record<string, string> = parseAs === 'json' ? { Accept: 'application/json' } : {};
    try {
      return await operation({ client: this.#core, path, signal: options?.signal ?? null, headers, parseAs });
    } catch (error) {
      throw translated(error);
    }
  }

  async #listed<P extends Path, Q extends object, T>(
    path: P,
    query: Q,
    options: CallOptions | undefined,
    operation: (common: Common<P> & { query: Q }) => Answer<T[]>,
  ): Answer<T[]> {
    const answer = await this.send(path, options, 'json', (common: Common<P>) => operation({ ...common, query }));
    if (!Array.isArray(answer.data)) throw new DecodeError('the answer is no list');
    return answer;
  }
}

/** An address loses such parts on its way, and then leads elsewhere; what is no character of a name does so too. */
function refuseStrays(value: string): void {
  if (value.split('/').some((part) => ['', '.', '..'].includes(part))) {
    throw new TypeError('a name in a path must not be or have an empty part, `.` or `..`');
  }
  if (/[\x00-\x1f\x7f\\]/.test(value)) {
    throw new TypeError('a name in a path must not have a backslash or a control character');
  }
}
