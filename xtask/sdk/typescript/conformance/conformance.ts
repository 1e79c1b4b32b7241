// Uses the package as a user would, one scenario a run, and prints what came of it as one line of JSON.
//
// Usage: conformance.js INSTANCE_URL TOKEN SCENARIO. It judges nothing.

import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { inspect } from 'node:util';

import { ApiError, Client, DeadlineError, DecodeError, type Download, type Job, TransportError } from 'gitlab-jobs-client';

const PROJECT = 'group/app';
const JOB = 1001;

type Line = Record<string, unknown>;

function summary(content: Uint8Array): Line {
  return { length: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

async function inFolder(use: (path: string) => Promise<void>): Promise<Line> {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  try {
    const path = join(folder, 'download');
    await use(path);
    return summary(await readFile(path));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function streamed(download: Download): Promise<Line> {
  let pieces = 0;
  const counted = async function* () {
    for await (const piece of download) {
      pieces += 1;
      yield piece;
    }
  };
  const written = await inFolder((path) => pipeline(counted, createWriteStream(path)));
  return { ...written, pieces };
}

async function ids(jobs: AsyncIterable<{ id: number }>): Promise<Line> {
  const found: number[] = [];
  for await (const { id } of jobs) found.push(id);
  return { ids: found };
}

async function some(client: Client, ...fields: (keyof Job)[]): Promise<Line> {
  const job = await client.getJob(PROJECT, JOB);
  return Object.fromEntries(fields.map((field) => [field, job[field] ?? null]));
}

async function rateLimited(client: Client): Promise<Line> {
  const began = performance.now();
  const { id } = await client.getJob(PROJECT, JOB);
  return { id, elapsed_ms: Math.round(performance.now() - began) };
}

async function credential(client: Client): Promise<Line> {
  const jobs = [
    await client.getJob(PROJECT, JOB),
    ...(await client.listPipelineJobs(PROJECT, 11)),
    await client.cancelJob(PROJECT, 1025),
  ];
  return { ids: jobs.map((job) => job.id) };
}

async function tokenNeverPrinted(client: Client): Promise<Line> {
  const shown = [`${client}`, inspect(client, { depth: 10, showHidden: true }), JSON.stringify(client)];
  shown.push(...Object.values(client).map((value) => inspect(value, { depth: 10 })));
  try {
    await client.getJob(PROJECT, 999999);
  } catch (error) {
    shown.push(`${error}`, inspect(error, { depth: 10, showHidden: true }), JSON.stringify(error));
    shown.push((error as Error).stack ?? '');
  }
  return { printed: shown.join('\n') };
}

async function played(client: Client, input?: { variables: Record<string, string> }): Promise<Line> {
  const { id, status } = await client.playJob(PROJECT, 1031, input);
  return { id, status };
}

const getJob = (client: Client) => some(client, 'id');

const SCENARIOS: Record<string, (client: Client) => Promise<Line>> = {
  project_path: getJob,
  ref_and_job_name: async (client) =>
    summary(await client.downloadRefArtifacts(PROJECT, 'feature/ü+1 #2', 'test: [x, 1] 100%/é').bytes()),
  artifact_path: async (client) =>
    summary(await client.downloadJobArtifactFile(PROJECT, JOB, 'docs/a b+c%20.txt').bytes()),
  scope: async (client) => ({
    ids: (await client.listProjectJobs(PROJECT, { scope: ['failed', 'success'] })).map((job) => job.id),
  }),
  plain_query: async (client) => ({ ids: (await client.listProjectJobs(PROJECT)).map((job) => job.id) }),
  play: (client) => played(client, { variables: { TARGET: 'staging' } }),
  play_empty: (client) => played(client),
  credential,
  redirect: (client) => inFolder((path) => writeFile(path, client.downloadJobArtifacts(PROJECT, JOB))),
  unknown_status: (client) => some(client, 'id', 'status'),
  unknown_field: (client) => some(client, 'id', 'name'),
  all_null: (client) => some(client, 'id', 'coverage', 'started_at', 'runner'),
  error_string: getJob,
  error_array: getJob,
  error_object: getJob,
  error_oauth: getJob,
  error_html: async (client) => ({ id: (await client.cancelJob(PROJECT, 1025)).id }),
  trace_bytes: async (client) => summary(await client.getJobTrace(PROJECT, JOB).bytes()),
  trace_stream: (client) => streamed(client.getJobTrace(PROJECT, JOB)),
  no_content: async (client) => {
    await client.deleteJobArtifacts(PROJECT, JOB);
    return { ok: true };
  },
  pages_offset: (client) => ids(client.allPipelineJobs(PROJECT, 11, { per_page: 2 })),
  pages_keyset: (client) => ids(client.allProjectJobs(PROJECT, { pagination: 'keyset', per_page: 3 })),
  rate_limited: rateLimited,
  timeout: async (client) => ({ id: (await client.getJob(PROJECT, JOB, { signal: AbortSignal.timeout(500) })).id }),
  token_never_printed: tokenNeverPrinted,
};

const KINDS = [
  [ApiError, 'api'],
  [DeadlineError, 'timeout'],
  [TransportError, 'transport'],
  [DecodeError, 'decode'],
] as const;

function told(error: unknown): Line {
  const kind = KINDS.find(([known]) => error instanceof known)?.[1] ?? 'other';
  if (error instanceof ApiError) return { error: { kind, status: error.status, messages: error.messages } };
  return { error: { kind, status: null, messages: [`${error}`] } };
}

const [url, token, scenario = ''] = process.argv.slice(2);
let line: Line;
try {
  const run = SCENARIOS[scenario];
  if (run === undefined) throw new Error(`there is no scenario ${scenario}`);
  line = await run(new Client({ url, token }));
} catch (error) {
  line = told(error);
}
console.log(JSON.stringify(line));
