// The example of the README, as a program: it reads the server and the token from the environment.

import { writeFile } from 'node:fs/promises';

import { ApiError, Client, knownValues } from 'gitlab-jobs-client';

const client = Client.fromEnv(process.env);

const failed = { scope: [knownValues.JobStatus.FAILED], per_page: 50 };
for await (const job of client.allProjectJobs('group/app', failed)) {
  console.log(job.id, job.name, job.failure_reason);
}

// A download is a stream of pieces: the archive is never in memory as a whole.
await writeFile('artifacts.zip', client.downloadJobArtifacts('group/app', 1001));

const log = await client.getJobTrace('group/app', 1001).bytes();
console.log(new TextDecoder().decode(log).split('\n')[0]);

try {
  await client.getJob('group/app', 404404, { signal: AbortSignal.timeout(5_000) });
} catch (error) {
  if (!(error instanceof ApiError)) throw error;
  console.log(error.status, ...error.messages);
}
