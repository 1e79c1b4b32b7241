// What the scenarios cannot show: addresses on the way, refusals before anything is sent, patience, and broken bodies.
//
// Nothing is sent: a function in the place of `fetch` answers.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ApiError, Client, DeadlineError, DecodeError, TransportError } from 'gitlab-jobs-client';

const HOME = 'https://gitlab.example.com';
const CREDENTIALS = ['authorization', 'private-token', 'job-token', 'cookie'];

/** Answers requests in turn, the last answer again and again, and remembers what was asked. */
function network(...answers) {
  const asked = [];
  const fetch = async (url, init) => {
    assert.equal(init.redirect, 'manual');
    asked.push({ url, method: init.method, headers: init.headers, body: init.body });
    init.signal?.throwIfAborted();
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return answer(init);
  };
  const client = (options = {}) => new Client({ url: HOME, token: 'glpat-secret', fetch, ...options });
  const credentials = () => asked.map(({ headers }) => CREDENTIALS.filter((name) => headers.has(name)));
  return { asked, client, credentials };
}

const refused = (status, headers = {}) => () => new Response('{}', { status, headers });
const to = (Location, status = 302) => () => new Response(null, { status, headers: { Location, 'Set-Cookie': 's=1' } });
const json = (value, headers = {}) => () => new Response(JSON.stringify(value), { headers });
const bytes = (content) => () => new Response(content);

test('a client has one credential and sends it in its header', async () => {
  for (const [option, header, value] of [
    ['token', 'authorization', 'Bearer abc'],
    ['privateToken', 'private-token', 'abc'],
    ['jobToken', 'job-token', 'abc'],
  ]) {
    const net = network(() => new Response(null, { status: 204 }));
    await net.client({ token: undefined, [option]: 'abc' }).deleteJobArtifacts(1, 2);
    assert.deepEqual(net.credentials(), [[header]]);
    assert.equal(net.asked[0].headers.get(header), value);
  }
  const nobody = network(() => new Response(null, { status: 204 }));
  await nobody.client({ token: undefined }).deleteJobArtifacts(1, 2);
  assert.deepEqual(nobody.credentials(), [[]]);
});

test('what can only be a mistake is refused', () => {
  for (const options of [
    { url: HOME, token: 'a', jobToken: 'b' },
    { url: HOME, token: 'a\r\nX: y' },
    { url: HOME, privateToken: 'ü' },
    { url: HOME, retries: -1 },
    { url: 'http://gitlab.example.com', token: 'a' },
    { url: 'http://127.0.0.1.example.com', token: 'a' },
    { url: 'http://localhost.example.com', token: 'a' },
    { url: 'http://other.localhost', token: 'a' },
    { url: 'https://user:secret@gitlab.example.com' },
    { url: 'https://gitlab.example.com?private_token=secret' },
    { url: 'ftp://gitlab.example.com' },
    { url: 'gitlab.example.com' },
  ]) {
    assert.throws(
      () => new Client(options),
      (error) => error instanceof TypeError && !error.message.includes('secret'),
      JSON.stringify(options),
    );
  }
});

test('plain http is for this machine and for nobody', () => {
  for (const url of ['http://localhost:8080', 'http://127.0.0.1', 'http://[::1]:80/']) new Client({ url, token: 'a' });
  new Client({ url: 'http://gitlab.example.com' });
});

test('the address may have a path and may name the API', async () => {
  for (const [given, path] of [
    ['', '/api/v4/job'],
    ['/', '/api/v4/job'],
    ['/api/v4/', '/api/v4/job'],
    ['/gitlab', '/gitlab/api/v4/job'],
  ]) {
    const net = network(refused(404));
    await assert.rejects(net.client({ url: HOME + given }).getCurrentJob(), ApiError);
    assert.equal(net.asked[0].url, HOME + path);
  }
});

test('a job token of the environment is for its own server', () => {
  const job = { CI_JOB_TOKEN: 'job', CI_API_V4_URL: `${HOME}/api/v4` };
  for (const [environment, url, credential] of [
    [job, `${HOME}/api/v4`, 'JOB-TOKEN: [redacted]'],
    [{ ...job, GITLAB_URL: 'https://other.example' }, 'https://other.example/api/v4', null],
    [{ CI_JOB_TOKEN: 'job' }, 'https://gitlab.com/api/v4', null],
    [{ ...job, GITLAB_TOKEN: 'own' }, `${HOME}/api/v4`, 'Authorization: [redacted]'],
  ]) {
    assert.deepEqual(Client.fromEnv(environment).toJSON(), { url, credential });
  }
});

test('a path that would lead elsewhere is refused before anything is sent', async () => {
  const net = network(refused(404));
  for (const project of ['', '.', '..', 'a//b', '/a', 'a/', 'a/../b', 'a/.', 'a\\..\\b', 'a\0', 'a\r\nb', 'a\x7f']) {
    await assert.rejects(net.client().getJob(project, 1), TypeError, project);
  }
  for (const path of ['../../../user', 'docs//x', '/etc', '.', '']) {
    await assert.rejects(net.client().downloadJobArtifactFile(1, 2, path).bytes(), TypeError, path);
  }
  assert.equal(net.asked.length, 0);
});

test('names may have dots and what looks encoded stays what it is', async () => {
  for (const [path, sent] of [
    ['...', '...'],
    ['a/.b/c..d', 'a%2F.b%2Fc..d'],
    ['%2e%2e/x', '%252e%252e%2Fx'],
  ]) {
    const net = network(refused(404));
    await assert.rejects(net.client().downloadJobArtifactFile('a.b/c', 2, path).bytes(), ApiError);
    assert.equal(net.asked[0].url, `${HOME}/api/v4/projects/a.b%2Fc/jobs/2/artifacts/${sent}`);
  }
});

test('a credential stays with its origin and does not come back', async () => {
  for (const [locations, kept] of [
    [['/elsewhere'], [true, true]],
    [[`${HOME}:443/x`], [true, true]],
    [[`${HOME}:8443/x`], [true, false]],
    [['https://gitlab.example.com.evil.example/x'], [true, false]],
    [['https://other.example/x', `${HOME}/back`], [true, false, false]],
    [['//other.example/x'], [true, false]],
  ]) {
    const net = network(...locations.map((location) => to(location)), bytes('bytes'));
    const content = await net.client().downloadJobArtifacts(1, 2).bytes();
    assert.equal(new TextDecoder().decode(content), 'bytes');
    const sent = net.credentials().map((names) => names.length > 0);
    assert.deepEqual(sent, kept, locations.join());
  }
});

test('a user in an address does not become a credential', async () => {
  const net = network(to('https://user:word@other.example/x'), bytes(''));
  await net.client().downloadJobArtifacts(1, 2).bytes();
  assert.deepEqual(net.credentials()[1], []);
  assert.equal(net.asked[1].url, 'https://other.example/x');
});

test('what is not followed says why', async () => {
  for (const [location, reason] of [
    ['http://gitlab.example.com/x', /http: address/],
    ['ftp://gitlab.example.com/x', /ftp: address/],
    ['javascript:1', /javascript: address/],
    ['https://[', /no address at all/],
    ['/again', /more than 5 times/],
  ]) {
    const net = network(to(location));
    const failed = (error) => error instanceof TransportError && reason.test(error.message);
    await assert.rejects(net.client().downloadJobArtifacts(1, 2).bytes(), failed, location);
    assert.ok(net.asked.length <= 6);
  }
});

test('what changes something is never sent on', async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    const net = network(to('/elsewhere', status));
    await assert.rejects(net.client().cancelJob(1, 2), (error) => error instanceof ApiError && error.status === status);
    assert.equal(net.asked.length, 1);
  }
});

test('what reads is repeated and what writes only when it was not looked at', async () => {
  for (const [status, reads, writes] of [
    [429, 3, 3],
    [502, 3, 1],
    [503, 3, 1],
    [504, 3, 1],
    [500, 1, 1],
    [404, 1, 1],
  ]) {
    for (const [call, attempts] of [
      ['getJob', reads],
      ['playJob', writes],
      ['deleteJobArtifacts', writes],
    ]) {
      const net = network(refused(status, { 'Retry-After': '0' }));
      await assert.rejects(net.client()[call](1, 2), ApiError);
      assert.equal(net.asked.length, attempts, `${call} ${status}`);
      assert.ok(net.asked.every(({ body }) => body === (call === 'playJob' ? '{}' : null)));
    }
  }
});

test('retries are counted by the client and nobody waits longer than a minute', async () => {
  const none = network(refused(503, { 'Retry-After': 'Sat, 21 Nov 2026 10:00:00 GMT' }));
  await assert.rejects(none.client({ retries: 0 }).getJob(1, 2), ApiError);
  assert.equal(none.asked.length, 1);
  const long = network(refused(429, { 'Retry-After': '61' }));
  await assert.rejects(long.client().getJob(1, 2), ApiError);
  assert.equal(long.asked.length, 1);
});

test('a signal ends waits and bodies, and a reason of the caller stays what it is', async () => {
  const waiting = network(refused(429, { 'Retry-After': '30' }));
  await assert.rejects(waiting.client().getJob(1, 2, { signal: AbortSignal.timeout(50) }), DeadlineError);
  const controller = new AbortController();
  const reason = new Error('enough');
  controller.abort(reason);
  const aborted = waiting.client().getJob(1, 2, { signal: controller.signal });
  await assert.rejects(aborted, (error) => error === reason);
});

test('the next page is asked of our own server', async () => {
  const last = json([], { Link: '<https://evil.example/x?page=1>; rel="first"' });
  for (const [headers, query] of [
    [{ Link: '<https://evil.example/steal?cursor=a%3D%3D&x=1>; rel="next"' }, 'cursor=a%3D%3D&x=1'],
    [{ Link: '<?page=1>; rel="prev", <?page=3>;title="a, <b>; rel=no";REL=next' }, 'page=3'],
    [{ Link: '<?page=3>; rel="last next"', 'X-Next-Page': '9' }, 'page=3'],
    [{ Link: '<?scope[]=a&scope[]=b&page=3>; rel="next"' }, 'scope[]=a&scope[]=b&page=3'],
    [{ 'X-Next-Page': '2' }, 'scope[]=failed&page=2'],
  ]) {
    const net = network(json([], headers), last);
    for await (const job of net.client().allProjectJobs('a/b', { scope: ['failed'] })) assert.fail(`${job}`);
    assert.equal(net.asked.length, 2);
    assert.equal(net.asked[1].url, `${HOME}/api/v4/projects/a%2Fb/jobs?${query}`);
  }
});

test('the last page is the end, and one that names itself as the next is an error', async () => {
  for (const headers of [{}, { 'X-Next-Page': '' }, { Link: '<?page=1>; rel="first"', 'X-Next-Page': '2' }]) {
    const net = network(json([], headers));
    for await (const job of net.client().allProjectJobs(1)) assert.fail(`${job}`);
    assert.equal(net.asked.length, 1);
  }
  const net = network(json([], { Link: '<?page=2>; rel="next"' }));
  await assert.rejects(net.client().allProjectJobs(1, { page: 2 }).next(), DecodeError);
  assert.equal(net.asked.length, 1);
});

test('a list that leads in a circle ends', async () => {
  const pages = ['a', 'b'].map((cursor) => json([], { Link: `<?cursor=${cursor}>; rel="next"` }));
  const net = network(...pages, ...pages, ...pages);
  const circle = (error) => error instanceof DecodeError && /circle/.test(error.message);
  await assert.rejects(net.client().allProjectJobs(1).next(), circle);
  assert.equal(net.asked.length, 3);
});

test('an empty answer is no job', async () => {
  for (const answer of ['', '{}']) {
    await assert.rejects(network(bytes(answer)).client().getJob(1, 2), DecodeError, answer);
  }
  const headers = { 'Content-Length': '0' };
  await assert.rejects(network(() => new Response(null, { headers })).client().getJob(1, 2), DecodeError);
});

test('words are found wherever they stand', async () => {
  for (const [body, messages] of [
    [{ message: { error: 'slow down' } }, ['error: slow down']],
    [{ message: {}, error: 'e' }, ['e']],
    [{ error: 'code', error_description: 'words' }, ['words']],
    [{ message: [1, 'a'] }, ['a']],
    [[], []],
  ]) {
    const net = network(() => new Response(JSON.stringify(body), { status: 400 }));
    const said = (error) => {
      assert.deepEqual(error.messages, messages);
      return error instanceof ApiError;
    };
    await assert.rejects(net.client().getJob(1, 2), said);
  }
});

test('an answer that is not understood is not shown', async () => {
  for (const answer of ['hidden', '{"a": hidden', 'null', '"hidden"', '["hidden"]']) {
    const net = network(bytes(answer));
    const silent = (error) => error instanceof DecodeError && !`${error.stack}`.includes('hidden') && !error.cause;
    await assert.rejects(net.client().getJob(1, 2), silent, answer);
  }
  await assert.rejects(network(json({})).client().listProjectJobs(1), DecodeError);
});

test('a body that breaks off is an error, and a loop that is left lets go of it', async () => {
  const broken = network(() => {
    const source = { pull: (controller) => controller.error(new TypeError('terminated')) };
    return new Response(new ReadableStream(source));
  });
  await assert.rejects(broken.client().getJobTrace(1, 2).bytes(), TransportError);
  let cancelled = false;
  const endless = network(() => {
    const source = {
      pull: (controller) => controller.enqueue(new Uint8Array(1)),
      cancel: () => {
        cancelled = true;
      },
    };
    return new Response(new ReadableStream(source));
  });
  for await (const piece of endless.client().getJobTrace(1, 2)) {
    assert.equal(piece.length, 1);
    break;
  }
  assert.ok(cancelled);
});
