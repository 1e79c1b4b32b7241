// What the package offers: the client, its errors, the types of the API and the values that are known today.

export type { CallOptions, Listed, Project, Search } from './calls.js';
export { Client } from './client.js';
export { Download } from './download.js';
export { ApiError, DeadlineError, DecodeError, GitLabError, TransportError } from './errors.js';
export * as knownValues from './known-values.js';
export type { ClientOptions } from './settings.js';
export { VERSION } from './version.js';
export type {@models@} from './generated/types.gen.js';
