// The client: every operation of the API as a method, lists as async iterators, downloads in pieces.

import * as core from './generated/sdk.gen.js';
import type * as api from './generated/types.gen.js';
import { Calls, type CallOptions, job, type Listed, type Project, type QueryOf, type Search, wire } from './calls.js';
import type { Download } from './download.js';
import { type ClientOptions, optionsFrom, type Settings, settingsOf } from './settings.js';

/**
 * A client of GitLab's Jobs API.
 *
 * Methods named `all...` take what the `list...` method of the same name takes, and go through all pages.
 */
export class Client {
  readonly #settings: Settings;
  readonly #calls: Calls;

  /** A client with one credential or none; throws a TypeError for options that can only be a mistake. */
  constructor(options: ClientOptions = {}) {
    this.#settings = settingsOf(options);
    this.#calls = new Calls(this.#settings);
  }

  /**
   * A client for the server and the credential that environment variables name.
   *
   * The server is `GITLAB_URL`, or `CI_API_V4_URL`, which every CI job has, or GitLab.com; the credential is
   * `GITLAB_TOKEN`, or `CI_JOB_TOKEN` for the server that started the job. `options` win over both.
   */
  static fromEnv(env: Record<string, string | undefined>, options: ClientOptions = {}): Client {
    return new Client({ ...optionsFrom(env), ...options });
  }

  /** One page of the jobs of a project, newest first: of every state, or of the states in `scope`. */
  listProjectJobs(
    project: Project,
    query: Listed<api.ListProjectJobsData> = {},
    options?: CallOptions,
  ): Promise<api.Job[]> {
    return this.#calls.page({ id: `${project}` }, wire<api.ListProjectJobsData>(query), options, core.listProjectJobs);
  }

  /** All jobs of a project, page after page. */
  allProjectJobs(
    project: Project,
    query: Listed<api.ListProjectJobsData> = {},
    options?: CallOptions,
  ): AsyncGenerator<api.Job, void, undefined> {
    return this.#calls.items({ id: `${project}` }, wire<api.ListProjectJobsData>(query), options, core.listProjectJobs);
  }

  /** One page of the jobs of a pipeline, newest first; those that were retried only with `include_retried`. */
  listPipelineJobs(
    project: Project,
    pipelineId: number,
    query: Listed<api.ListPipelineJobsData> = {},
    options?: CallOptions,
  ): Promise<api.Job[]> {
    const path = { id: `${project}`, pipeline_id: pipelineId };
    return this.#calls.page(path, wire<api.ListPipelineJobsData>(query), options, core.listPipelineJobs);
  }

  /** All jobs of a pipeline, page after page. */
  allPipelineJobs(
    project: Project,
    pipelineId: number,
    query: Listed<api.ListPipelineJobsData> = {},
    options?: CallOptions,
  ): AsyncGenerator<api.Job, void, undefined> {
    const path = { id: `${project}`, pipeline_id: pipelineId };
    return this.#calls.items(path, wire<api.ListPipelineJobsData>(query), options, core.listPipelineJobs);
  }

  /** One page of the trigger jobs of a pipeline, by the path that every server knows. */
  listPipelineBridges(
    project: Project,
    pipelineId: number,
    query: Listed<api.ListPipelineBridgesData> = {},
    options?: CallOptions,
  ): Promise<api.Bridge[]> {
    const path = { id: `${project}`, pipeline_id: pipelineId };
    return this.#calls.page(path, wire<api.ListPipelineBridgesData>(query), options, core.listPipelineBridges);
  }

  /** All trigger jobs of a pipeline, page after page. */
  allPipelineBridges(
    project: Project,
    pipelineId: number,
    query: Listed<api.ListPipelineBridgesData> = {},
    options?: CallOptions,
  ): AsyncGenerator<api.Bridge, void, undefined> {
    const path = { id: `${project}`, pipeline_id: pipelineId };
    return this.#calls.items(path, wire<api.ListPipelineBridgesData>(query), options, core.listPipelineBridges);
  }

  /** One page of the trigger jobs of a pipeline, by the path that servers have since 19.2. */
  listPipelineTriggerJobs(
    project: Project,
    pipelineId: number,
    query: Listed<api.ListPipelineTriggerJobsData> = {},
    options?: CallOptions,
  ): Promise<api.Bridge[]> {
    const path = { id: `${project}`, pipeline_id: pipelineId };
    return this.#calls.page(path, wire<api.ListPipelineTriggerJobsData>(query), options, core.listPipelineTriggerJobs);
  }

  /** All trigger jobs of a pipeline, page after page, by the path that servers have since 19.2. */
  allPipelineTriggerJobs(
    project: Project,
    pipelineId: number,
    query: Listed<api.ListPipelineTriggerJobsData> = {},
    options?: CallOptions,
  ): AsyncGenerator<api.Bridge, void, undefined> {
    const path = { id: `${project}`, pipeline_id: pipelineId };
    return this.#calls.items(path, wire<api.ListPipelineTriggerJobsData>(query), options, core.listPipelineTriggerJobs);
  }

  /** The job whose job token the client has. */
  getCurrentJob(options?: CallOptions): Promise<api.Job> {
    return this.#calls.answer({}, options, ({ path, ...common }) => core.getCurrentJob(common));
  }

  /** The agents for Kubernetes that the job of the client's job token may use. */
  getAllowedAgents(options?: CallOptions): Promise<api.AllowedAgents> {
    return this.#calls.answer({}, options, ({ path, ...common }) => core.getAllowedAgents(common));
  }

  /** One job. */
  getJob(project: Project, jobId: number, options?: CallOptions): Promise<api.Job> {
    return this.#calls.answer(job(project, jobId), options, (common) => core.getJob(common));
  }

  /** The log of a job, byte for byte; it need not be UTF-8. Servers before 19 send all of it in any case. */
  getJobTrace(
    project: Project,
    jobId: number,
    query: QueryOf<api.GetJobTraceData> = {},
    options?: CallOptions,
  ): Download {
    return this.#calls.download(job(project, jobId), options, (common) => core.getJobTrace({ ...common, query }));
  }

  /** Cancels a job; `force` ends one that hangs in `canceling`. */
  cancelJob(
    project: Project,
    jobId: number,
    query: QueryOf<api.CancelJobData> = {},
    options?: CallOptions,
  ): Promise<api.Job> {
    return this.#calls.answer(job(project, jobId), options, (common) => core.cancelJob({ ...common, query }));
  }

  /** Runs a job again, as a new job, with values for its inputs if given. */
  retryJob(
    project: Project,
    jobId: number,
    input: api.JobRetryInput = {},
    options?: CallOptions,
  ): Promise<api.JobOrBridge> {
    return this.#calls.answer(job(project, jobId), options, (common) => core.retryJob({ ...common, body: input }));
  }

  /** Erases the log and the artifacts of a finished job. */
  eraseJob(project: Project, jobId: number, options?: CallOptions): Promise<api.Job> {
    return this.#calls.answer(job(project, jobId), options, (common) => core.eraseJob(common));
  }

  /** Runs a manual job, with variables and with values for the job's inputs if given. */
  playJob(
    project: Project,
    jobId: number,
    input: { variables?: Record<string, string>; inputs?: Record<string, unknown> } = {},
    options?: CallOptions,
  ): Promise<api.JobOrBridge> {
    const body: api.JobPlayInput = {};
    if (input.variables) {
      body.job_variables_attributes = Object.entries(input.variables).map(([key, value]) => ({ key, value }));
    }
    if (input.inputs) body.job_inputs = input.inputs;
    return this.#calls.answer(job(project, jobId), options, (common) => core.playJob({ ...common, body }));
  }

  /** The artifacts archive of a job. */
  downloadJobArtifacts(project: Project, jobId: number, options?: CallOptions): Download {
    return this.#calls.download(job(project, jobId), options, (common) => core.downloadJobArtifacts(common));
  }

  /** The artifacts archive of the latest successful job of that name for a branch or tag. */
  downloadRefArtifacts(
    project: Project,
    refName: string,
    jobName: string,
    search: Search = {},
    options?: CallOptions,
  ): Download {
    const query = { ...search, job: jobName };
    const path = { id: `${project}`, ref_name: refName };
    return this.#calls.download(path, options, (common) => core.downloadRefArtifacts({ ...common, query }));
  }

  /** One file out of the artifacts archive of a job. */
  downloadJobArtifactFile(project: Project, jobId: number, artifactPath: string, options?: CallOptions): Download {
    const path = { ...job(project, jobId), artifact_path: artifactPath };
    return this.#calls.download(path, options, (common) => core.downloadJobArtifactFile(common));
  }

  /** One file out of the artifacts archive of the latest successful job of that name for a branch or tag. */
  downloadRefArtifactFile(
    project: Project,
    refName: string,
    artifactPath: string,
    jobName: string,
    search: Search = {},
    options?: CallOptions,
  ): Download {
    const query = { ...search, job: jobName };
    const path = { id: `${project}`, ref_name: refName, artifact_path: artifactPath };
    return this.#calls.download(path, options, (common) => core.downloadRefArtifactFile({ ...common, query }));
  }

  /** One page of what is in a directory of the artifacts archive of a job; `recursive` also tells what is below. */
  listJobArtifactTree(
    project: Project,
    jobId: number,
    query: Listed<api.ListJobArtifactTreeData> = {},
    options?: CallOptions,
  ): Promise<api.ArtifactEntry[]> {
    return this.#calls.page(job(project, jobId), query, options, core.listJobArtifactTree);
  }

  /** All that is in a directory of the artifacts archive of a job, page after page. */
  allJobArtifactEntries(
    project: Project,
    jobId: number,
    query: Listed<api.ListJobArtifactTreeData> = {},
    options?: CallOptions,
  ): AsyncGenerator<api.ArtifactEntry, void, undefined> {
    return this.#calls.items(job(project, jobId), query, options, core.listJobArtifactTree);
  }

  /** Keeps the artifacts of a job from expiring. */
  keepJobArtifacts(project: Project, jobId: number, options?: CallOptions): Promise<api.Job> {
    return this.#calls.answer(job(project, jobId), options, (common) => core.keepJobArtifacts(common));
  }

  /** Deletes the artifacts of a job. */
  async deleteJobArtifacts(project: Project, jobId: number, options?: CallOptions): Promise<void> {
    await this.#calls.send(job(project, jobId), options, 'json', (common) => core.deleteJobArtifacts(common));
  }

  /** Schedules all artifacts of a project that may be deleted for deletion. */
  deleteProjectArtifacts(project: Project, options?: CallOptions): Promise<api.MessageBody> {
    return this.#calls.answer({ id: `${project}` }, options, (common) => core.deleteProjectArtifacts(common));
  }

  /** The address and the kind of the credential; never the credential itself. */
  toJSON(): { url: string; credential: string | null } {
    const { base, credential } = this.#settings;
    return { url: base, credential: credential ? `${credential[0]}: [redacted]` : null };
  }

  toString(): string {
    return `Client ${JSON.stringify(this)}`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}
