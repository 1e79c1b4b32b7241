// Where a client sends its requests and as whom: checked once.

const API = '/api/v4';

/** What a client is made with. */
export interface ClientOptions {
  /** The address of GitLab, with or without `/api/v4`; `https://gitlab.com` if left out. */
  url?: string | undefined;
  /** An access or OAuth token, sent as `Authorization: Bearer`. */
  token?: string | undefined;
  /** An access token, sent as `PRIVATE-TOKEN`. */
  privateToken?: string | undefined;
  /** The token of a running CI job, sent as `JOB-TOKEN`. */
  jobToken?: string | undefined;
  /** Further attempts: of what only reads after 429, 502, 503 and 504, of everything else after 429 alone; 2 if left out. */
  retries?: number | undefined;
  /** What sends requests instead of the global `fetch`; it has to leave redirects alone when it is told so. */
  fetch?: typeof fetch | undefined;
}

/** The options of a client, checked. */
export interface Settings {
  readonly base: string;
  readonly credential: readonly [name: string, value: string] | undefined;
  readonly retries: number;
  readonly fetch: typeof fetch;
}

/** Checks options; throws a TypeError for what can only be a mistake. */
export function settingsOf(options: ClientOptions): Settings {
  let base: URL;
  try {
    base = new URL(options.url ?? 'https://gitlab.com');
  } catch {
    throw new TypeError('the address of GitLab has to be like https://gitlab.example.com');
  }
  if (!['http:', 'https:'].includes(base.protocol)) {
    throw new TypeError('the address of GitLab has to begin with https://');
  }
  if (base.username || base.password || base.search || base.hash) {
    throw new TypeError('the address of GitLab must not have a user, a query or a fragment');
  }
  const given = [
    ['Authorization', options.token && `Bearer ${options.token}`],
    ['PRIVATE-TOKEN', options.privateToken],
    ['JOB-TOKEN', options.jobToken],
  ].filter((pair): pair is [string, string] => Boolean(pair[1]));
  if (given.length > 1) throw new TypeError('give one of token, privateToken and jobToken, not several');
  const credential = given[0];
  if (credential && !/^[\x20-\x7e]+$/.test(credential[1])) {
    throw new TypeError('the token has characters that no token has');
  }
  if (credential && base.protocol === 'http:' && !isLoopback(base.hostname)) {
    throw new TypeError('a token is sent over plain http only to this machine itself: use https');
  }
  const retries = options.retries ?? 2;
  if (!Number.isInteger(retries) || retries < 0) throw new TypeError('retries has to be a count');
  const path = base.pathname.replace(/\/+$/, '');
  return {
    base: base.origin + (path.endsWith(API) ? path : path + API),
    credential,
    retries,
    fetch: options.fetch ?? globalThis.fetch,
  };
}

/** The address and the credential that environment variables name. */
export function optionsFrom(env: Record<string, string | undefined>): ClientOptions {
  const named = env['GITLAB_URL'] || undefined;
  const insideJob = env['CI_API_V4_URL'] || undefined;
  const found: ClientOptions = { url: named ?? insideJob };
  if (env['GITLAB_TOKEN']) {
    found.token = env['GITLAB_TOKEN'];
    // A job token is for the server that started the job, and for no other.
  } else if (env['CI_JOB_TOKEN'] && insideJob && !named) {
    found.jobToken = env['CI_JOB_TOKEN'];
  }
  return found;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}
