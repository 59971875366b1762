import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { startEngineProcess, testedEngine } from '../support/engine-process.ts';
import { everythingStored } from '../support/planted-secrets.ts';
import { ADMIN, expectNone, type SecretBench, SECRETS, type Shown, startSecretBench } from '../support/secret-bench.ts';
import { openServiceDoor } from '../support/service-door.ts';

const DAY = 86_400_000;

let bench: SecretBench;

beforeAll(async () => {
  bench = await startSecretBench();
});

afterAll(() => bench.stop());

describe('secrets of a service', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'headroom-secrets-'));
    await writeFile(join(directory, 'password'), SECRETS.password.text);
    await writeFile(join(directory, 'bearer'), SECRETS.bearer.text);
    await writeFile(join(directory, 'caller'), SECRETS.caller.text);
    await writeFile(join(directory, 'door'), SECRETS.door.text);
    await writeFile(join(directory, 'key'), bench.certified.key);
    await writeFile(join(directory, 'certificate'), bench.certified.cert);
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const pluginDoor = () => ({
    certFile: join(directory, 'certificate'),
    keyFile: join(directory, 'key'),
    tokenFile: join(directory, 'door'),
    grafanaUrl: bench.urlOf('text-500'),
  });

  it('in files and of callers stand in no answer, log, trace, address or state', async () => {
    const sources = Object.fromEntries(
      ['good', 'json-401', 'text-500', 'json-422'].flatMap((script): [string, object][] => {
        const one = { url: bench.urlOf(script), limits: { timeoutSeconds: 1 } };
        const basicAuth = { user: 'nadia', passwordFile: join(directory, 'password') };
        return [
          [`${script}-basic`, { ...one, basicAuth }],
          [`${script}-bearer`, { ...one, bearerTokenFile: join(directory, 'bearer') }],
        ];
      })
    );
    const more = {
      logLevel: 'debug',
      plugin: { ...pluginDoor(), listen: '127.0.0.1:0' },
      callers: [{ name: 'ci', role: 'Admin', organisation: 1, tokenFile: join(directory, 'caller') }],
    };
    const door = await openServiceDoor({ directory, sources, orgs: [], more, env: bench.traceEnv });
    const shown: Shown[] = [];
    try {
      const right = { authorization: `Bearer ${SECRETS.caller.text}` };
      const body = { query: { expr: 'up' }, range: { fromMs: Date.now() - DAY, toMs: Date.now() } };
      for (const source of Object.keys(sources)) {
        for (const headers of [
          right,
          { authorization: `Bearer ${SECRETS.cookie.text}` },
          { authorization: `Basic ${SECRETS.caller.text}` },
        ]) {
          const asked = await door.ask(ADMIN, { source, route: 'POST /v1/forecast', body, headers });
          expect(asked.status === 401).toBe(headers !== right);
          const token = `?access_token=${encodeURIComponent(SECRETS.caller.text)}`;
          const mistaken = await door.ask(ADMIN, { source, route: 'GET /v1/jobs', query: token, headers });
          shown.push(...[asked, mistaken].map(({ text }) => ({ place: source, content: text })));
        }
      }
    } finally {
      await door.stop();
    }
    const files = everythingStored(join(directory, 'state'));
    expectNone(bench.planted, [
      ...shown,
      { place: 'log', content: door.log() },
      ...bench.traced(),
      ...bench.requested(),
      ...files,
    ]);
    expect(door.log()).toContain('unauthenticated');
  });

  it('die with a process that is killed', async () => {
    const sources = { lab: { url: bench.urlOf('good'), bearerTokenFile: join(directory, 'bearer') } };
    const place = await mkdtemp(join(directory, 'killed-'));
    const door = await openServiceDoor({ directory: place, sources, orgs: [1], env: bench.traceEnv });
    await door.ask(ADMIN, { source: 'lab', route: 'POST /v1/forecasts', body: { name: 'x', query: { expr: 'up' } } });
    await door.kill('SIGABRT');
    const files = everythingStored(place);
    expect(files.length).toBeGreaterThan(3);
    expectNone(bench.planted, [{ place: 'log', content: door.log() }, ...files]);
  });

  it.each<[string, string]>([
    ['a token as text', `callers: [{ name: ci, role: Viewer, token: "${SECRETS.bearer.text}" }]`],
    ['a token as digest', stringify({ callers: [{ name: 'ci', role: 'Viewer', tokenSha256: SECRETS.bearer.text }] })],
    [
      'a password in an address',
      stringify({ sources: { lab: { url: `http://a:${encodeURIComponent(SECRETS.url.text)}@b` } } }),
    ],
    ['a password in no address', stringify({ sources: { lab: { url: `a:${SECRETS.url.text}@b` } } })],
    ['a password in the address of the receiver', stringify({ otlpEndpoint: `a:${SECRETS.url.text}@b` })],
    [
      'a file name that is a token',
      stringify({ callers: [{ name: 'ci', role: SECRETS.bearer.text, tokenFile: '/x' }] }),
    ],
    [
      'a certificate that is a token',
      '{ plugin: { certFile: door, keyFile: key, tokenFile: door, grafanaUrl: "http://b" } }',
    ],
    ['broken YAML', `callers:\n  - token: '${SECRETS.bearer.text}\n stateDir: [`],
    ['an alias of YAML', `password: *${SECRETS.bearer.text.slice(0, 18)}`],
  ])('in a configuration with %s are not repeated', async (_title, text) => {
    const file = join(directory, 'wrong.yaml');
    await writeFile(file, text.replaceAll(/File: (door|key)\b/g, `File: ${directory}/$1`));
    const started = startEngineProcess(testedEngine(), [
      'serve',
      '--config',
      file,
      '--state-dir',
      join(directory, 'unused'),
    ]);
    await expect(started.whileRunning(sleep(20_000))).rejects.toThrow('The engine ended with');
    expect(started.stderr().length).toBeGreaterThan(20);
    expectNone(bench.planted, [{ place: 'standard error', content: started.stderr() }]);
  });
});
