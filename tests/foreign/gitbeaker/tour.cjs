// The tour of gitbeaker: asks the server in the environment one thing after the other and prints what it saw.

const { Gitlab } = require('@gitbeaker/rest');

const host = process.env.CI_API_V4_URL.replace(/\/api\/v4$/, '');
const oauthToken = process.env.GITLAB_OAUTH_TOKEN;
const client = new Gitlab(oauthToken ? { host, oauthToken } : { host, token: process.env.GITLAB_TOKEN });
const { Jobs, JobArtifacts } = client;
const project = 'group/app';

async function step(name, take) {
  let line;
  try {
    line = { step: name, saw: await take() };
  } catch (error) {
    line = { step: name, failed: String(error) };
  }
  console.log(JSON.stringify(line));
}

const ids = (jobs) => jobs.map((job) => job.id);
const id = (job) => job.id;
const text = async (file) => (typeof file === 'string' ? file : file.text());

async function tour() {
  await step('list_filtered', async () => ids(await Jobs.all(project, { scope: ['failed', 'canceled'] })));
  await step('list_by_offset', async () =>
    ids(await Jobs.all(project, { pipelineId: 11, includeRetried: true, perPage: 4 })),
  );
  await step('list_by_keyset', async () => ids(await Jobs.all(project, { pagination: 'keyset', perPage: 5 })));
  await step('list_bridges', async () => ids(await Jobs.allPipelineBridges(project, 11)));
  await step('get', async () => id(await Jobs.show(project, 1001)));
  await step('trace', async () => Buffer.byteLength(await Jobs.showLog(project, 1001)));
  await step('play', async () =>
    id(await Jobs.play(project, 1031, { jobVariablesAttributes: [{ key: 'TARGET', value: 'east & west' }] })),
  );
  await step('cancel', async () => id(await Jobs.cancel(project, 1025)));
  await step('retry', async () => id(await Jobs.retry(project, 1004)));
  await step('erase', async () => id(await Jobs.erase(project, 1002)));
  await step('archive_by_id', async () => (await JobArtifacts.downloadArchive(project, { jobId: 1001 })).size);
  await step(
    'archive_by_ref',
    async () => (await JobArtifacts.downloadArchive(project, { ref: 'feature/login', job: 'build' })).size,
  );
  await step(
    'file_by_id',
    async () => (await JobArtifacts.downloadArchive(project, { jobId: 1001, artifactPath: 'app.bin' })).size,
  );
  await step('file_of_text', async () =>
    text(await JobArtifacts.downloadArchive(project, { jobId: 1001, artifactPath: 'reports/junit.xml' })),
  );
  await step('file_with_blank', async () =>
    text(await JobArtifacts.downloadArchive(project, { jobId: 1001, artifactPath: 'docs/read me.txt' })),
  );
  await step('file_by_ref', async () => {
    const file = { ref: 'feature/login', job: 'build', artifactPath: 'app.bin' };
    return (await JobArtifacts.downloadArchive(project, file)).size;
  });
  await step('keep', async () => id(await JobArtifacts.keep(project, 1001)));
  await step('delete', async () => {
    await JobArtifacts.remove(project, { jobId: 1001 });
    return null;
  });
}

tour();
