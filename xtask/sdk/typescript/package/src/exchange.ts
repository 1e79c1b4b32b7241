// How a request is sent: with the credential only to its own origin, through redirects, again after a refusal that
// passes. The generated core calls this in the place of `fetch`.

import { ApiError, messagesOf, TransportError } from './errors.js';
import type { Settings } from './settings.js';
import { VERSION } from './version.js';

const MOST_HOPS = 5;
const LONGEST_WAIT_MS = 60_000;
const CREDENTIALS = ['Authorization', 'PRIVATE-TOKEN', 'JOB-TOKEN', 'Cookie'];

/** What the core is to call instead of `fetch`. Whatever it returns is a success. */
export function exchange(settings: Settings): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const body = request.body ? await request.text() : null;
    for (let attempt = 0; ; attempt += 1) {
      const response = await follow(settings, request, body);
      if (response.ok) return response;
      const wait = waitBefore(settings, request.method, response, attempt);
      if (wait === undefined) throw new ApiError(response.status, messagesOf(await response.text()));
      await response.body?.cancel();
      await sleep(wait, request.signal);
    }
  };
}

/** Sends once and goes where it is redirected; a request that changes something is never sent on. */
async function follow(settings: Settings, request: Request, body: string | null): Promise<Response> {
  const { method, signal } = request;
  const home = new URL(settings.base).origin;
  let url = new URL(request.url);
  let leftOrigin = false;
  for (let hop = 0; hop <= MOST_HOPS; hop += 1) {
    const headers = new Headers(request.headers);
    for (const name of CREDENTIALS) headers.delete(name);
    headers.set('User-Agent', `gitlab-jobs-client/${VERSION}`);
    // A credential belongs to the origin it was given for; once that was left, somebody else chooses the way.
    if (settings.credential && !leftOrigin) headers.set(...settings.credential);
    const init: RequestInit = { method, headers, body, signal, redirect: 'manual', credentials: 'omit' };
    const response = await settings.fetch(url.href, init);
    if (method !== 'GET' || ![301, 302, 303, 307, 308].includes(response.status)) return response;
    await response.body?.cancel();
    const here = url;
    url = target(here, response.headers.get('Location'));
    if (!['http:', 'https:'].includes(url.protocol) || (here.protocol === 'https:' && url.protocol === 'http:')) {
      throw new TransportError(`redirected to a ${url.protocol} address, which is not followed`);
    }
    leftOrigin ||= url.origin !== home;
  }
  throw new TransportError(`redirected more than ${MOST_HOPS} times`);
}

function target(here: URL, location: string | null): URL {
  try {
    const url = new URL(location ?? '', here);
    // A user in an address would become a second credential.
    url.username = url.password = url.hash = '';
    return url;
  } catch {
    throw new TransportError('redirected to no address at all');
  }
}

/** Milliseconds until the next attempt, or nothing if there is none to be. */
function waitBefore(settings: Settings, method: string, response: Response, attempt: number): number | undefined {
  const repeatable = method === 'GET' ? [429, 502, 503, 504] : [429];
  if (attempt >= settings.retries || !repeatable.includes(response.status)) return undefined;
  const wait = retryAfter(response.headers.get('Retry-After')) ?? (500 + Math.random() * 500) * 2 ** attempt;
  return wait <= LONGEST_WAIT_MS ? wait : undefined;
}

function retryAfter(value: string | null): number | undefined {
  if (value === null) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  const moment = Date.parse(value);
  return Number.isNaN(moment) ? undefined : Math.max(0, moment - Date.now());
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = () => {
      signal.removeEventListener('abort', stop);
      resolve();
    };
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(over, milliseconds);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
