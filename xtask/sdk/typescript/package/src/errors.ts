// What can go wrong with a call: one base class, and GitLab's words from whichever place of an answer they stand in.

/** The base of every error of a call. None of them holds a credential, a body or the query of an address. */
export class GitLabError extends Error {
  override name = 'GitLabError';
}

/** GitLab answered, and not with success. */
export class ApiError extends GitLabError {
  override name = 'ApiError';

  constructor(
    /** The HTTP status. */
    readonly status: number,
    /** GitLab's own words; empty where it said nothing readable. */
    readonly messages: readonly string[],
  ) {
    super([`status ${status}`, ...messages].join('; '));
  }
}

/** The call took longer than its signal allowed. */
export class DeadlineError extends GitLabError {
  override name = 'DeadlineError';
}

/** No answer arrived, or it led to where this client does not go. */
export class TransportError extends GitLabError {
  override name = 'TransportError';
}

/** An answer of success could not be understood. */
export class DecodeError extends GitLabError {
  override name = 'DecodeError';
}

/** Flattens what an error body says: a text, a list of texts, texts by attribute, or an OAuth error. */
export function messagesOf(body: string): string[] {
  let said: unknown;
  try {
    said = JSON.parse(body);
  } catch {
    return [];
  }
  if (!isObject(said)) return [];
  for (const key of ['message', 'error_description', 'error']) {
    const found = texts(said[key]);
    if (found.length > 0) return found;
  }
  return [];
}

/** What a call failed with as one of our errors; whatever a caller aborts with, other than by time, stays as it is. */
export function translated(error: unknown): unknown {
  if (error instanceof GitLabError || !(error instanceof Error)) return error;
  if (error.name === 'TimeoutError') return new DeadlineError('no answer in time', { cause: error });
  // The original message of a syntax error shows a part of the body.
  if (error instanceof SyntaxError) return new DecodeError('the answer is not the JSON that was expected');
  if (error instanceof TypeError) return new TransportError(`no answer: ${error.message}`, { cause: error });
  return error;
}

function texts(said: unknown): string[] {
  if (typeof said === 'string') return [said];
  if (Array.isArray(said)) return said.filter((text) => typeof text === 'string');
  if (!isObject(said)) return [];
  return Object.entries(said).flatMap(([key, value]) => texts(value).map((text) => `${key}: ${text}`));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
