import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CARELESS_SCRIPTS } from '../support/careless-servers.ts';
import { freePort } from '../support/free-port.ts';
import { everythingStored, plantKey, plantSecret, secretsIn } from '../support/planted-secrets.ts';
import type { GrafanaSettings } from '../support/plugin-calls.ts';
import { openPluginDoor, type PluginDoor } from '../support/plugin-door.ts';
import { ADMIN, expectNone, type SecretBench, SECRETS, type Shown, startSecretBench } from '../support/secret-bench.ts';

const DAY = 86_400_000;

let bench: SecretBench;

beforeAll(async () => {
  bench = await startSecretBench();
});

afterAll(() => bench.stop());

describe('the search for secrets', () => {
  it('finds them plain, encoded, quoted, cut and in bytes', () => {
    const secret = plantSecret('one');
    const { text } = secret;
    const forms = [
      text,
      encodeURIComponent(text),
      JSON.stringify({ text }),
      Buffer.from(`nadia:${text}`).toString('base64'),
      Buffer.from(`x${text}`).toString('base64url'),
      Buffer.from(text).toString('hex'),
      text.match(/.{1,3}/g)?.join('\n') ?? '',
      text.slice(0, text.length - 4),
    ];
    expect(forms.filter((form) => secretsIn([secret], `before ${form} after`).length === 0)).toEqual([]);
    expect(secretsIn([secret], Buffer.from(text))).toEqual(['one']);
    expect(secretsIn([plantSecret('another')], text)).toEqual([]);
    expect(secretsIn([plantKey('key', bench.certified.key)], bench.certified.key.split('\n')[2] ?? '')).toHaveLength(1);
  });
});

describe("secrets of data sources, with the engine as Grafana's child,", () => {
  let door: PluginDoor;
  let directory: string;
  const shown: Shown[] = [];

  const KINDS: Readonly<Record<string, (url: string) => GrafanaSettings>> = {
    basic: (url) => settings(url, {}, { basicAuthPassword: SECRETS.password.text }, 'nadia'),
    bearer: (url) => settings(url, { authKind: 'bearer' }, { bearerToken: SECRETS.bearer.text }),
    grafana: (url) =>
      settings(
        '',
        { sourceKind: 'grafana', grafanaSourceUid: 'p', grafanaUrl: url },
        { grafanaToken: SECRETS.grafana.text }
      ),
  };

  /** Each setting beside what it is about holds the others' secrets too. */
  function settings(
    url: string,
    jsonData: object,
    own: Record<string, string>,
    basicAuthUser?: string
  ): GrafanaSettings {
    const tls = { tlsAuth: true, tlsAuthWithCACert: true };
    const pem = { tlsCACert: bench.authority, tlsClientCert: bench.certified.cert, tlsClientKey: bench.certified.key };
    return {
      url,
      jsonData: { ...tls, httpHeaderName1: 'X-Scope-OrgID', limits: { timeoutSeconds: 1 }, ...jsonData },
      secrets: { httpHeaderValue1: SECRETS.header.text, ...pem, ...own },
      ...(basicAuthUser === undefined ? {} : { basicAuthUser }),
    };
  }

  let sources: Readonly<Record<string, GrafanaSettings>>;
  const bearerAt = (url: string, json: object, own: Record<string, string>) =>
    settings(url, { authKind: 'bearer', ...json }, { bearerToken: SECRETS.bearer.text, ...own });

  /** Settings that are wrong in themselves. */
  function wrong(refused: string): Record<string, GrafanaSettings> {
    const { hostname, port } = new URL(bench.urlOf('good'));
    const brokenPem = `-----BEGIN PRIVATE KEY-----\n${SECRETS.bearer.text}\n`;
    return {
      'nothing listens': bearerAt(refused, {}, {}),
      'unknown authority': bearerAt(bench.urlOf('tls'), { tlsAuthWithCACert: false }, {}),
      'mutual tls': bearerAt(bench.urlOf('tls'), {}, {}),
      'broken key': bearerAt(bench.urlOf('tls'), {}, { tlsClientKey: brokenPem }),
      'key as certificate': bearerAt(
        bench.urlOf('tls'),
        {},
        { tlsClientCert: bench.certified.key, tlsCACert: bench.certified.key }
      ),
      'password in the address': bearerAt(
        `http://nadia:${encodeURIComponent(SECRETS.url.text)}@${hostname}:${port}`,
        {},
        {}
      ),
      'password in no address': bearerAt(`nadia:${SECRETS.url.text}@${hostname}`, {}, {}),
      'line break in a header': bearerAt(
        bench.urlOf('good'),
        {},
        { httpHeaderValue1: `${SECRETS.header.text}\r\nx: y` }
      ),
      'line break in a token': bearerAt(bench.urlOf('good'), {}, { bearerToken: `a\n${SECRETS.bearer.text}` }),
      'secret among the settings': bearerAt(
        bench.urlOf('good'),
        { authKind: SECRETS.bearer.text, limits: SECRETS.header.text },
        {}
      ),
    };
  }

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'headroom-secrets-'));
    const refused = `http://127.0.0.1:${await freePort()}`;
    sources = {
      ...Object.fromEntries(
        Object.keys(CARELESS_SCRIPTS).flatMap((script) =>
          Object.entries(KINDS).map(([kind, of]) => [`${script} ${kind}`, of(bench.urlOf(script))])
        )
      ),
      ...wrong(refused),
    };
    const env = { GF_PLUGIN_LOG_LEVEL: 'debug', ...bench.traceEnv };
    door = await openPluginDoor(join(directory, 'state'), (name) => sources[name] ?? { url: '' }, env);
    await Promise.all(Object.keys(sources).map(drive));
    await Promise.all(
      Object.keys(sources)
        .filter((name) => name.endsWith(' bearer'))
        .map(untilWorked)
    );
    shown.push({ place: 'metrics', content: (await door.metrics(ADMIN)).text });
  });

  afterAll(async () => {
    await door.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const headers = () => ({
    authorization: `Bearer ${SECRETS.cookie.text}`,
    cookie: `session=${encodeURIComponent(SECRETS.cookie.text)}`,
  });

  async function call(source: string, route: string, body?: object, query = ''): Promise<void> {
    const { text } = await door.ask(ADMIN, { source, route, body, query, headers: headers() });
    shown.push({ place: `${source}: ${route}`, content: text });
  }

  /** Asks a source for everything that reads the server. */
  async function drive(source: string): Promise<void> {
    const nowMs = Date.now();
    for (const queryType of ['forecast', 'anomaly']) {
      const { error, text, bytes } = await door.query(ADMIN, source, { queryType, expr: 'up' });
      shown.push({ place: `${source}: ${queryType}`, content: error + text });
      shown.push({ place: `${source}: frames of ${queryType}`, content: bytes });
    }
    shown.push({ place: `${source}: health`, content: (await door.health(ADMIN, source)).message });
    const about = { query: { expr: 'up' }, range: { fromMs: nowMs - DAY, toMs: nowMs } };
    await call(source, 'POST /v1/breach', { ...about, query: { expr: 'up', capacity: 'size' } });
    await call(source, 'GET /v1/source');
    await call(source, 'GET /v1/source/label-names', undefined, `?token=${encodeURIComponent(SECRETS.cookie.text)}`);
    await call(source, 'GET /v1/source/label-names');
    await call(source, 'GET /v1/source/label-values', undefined, '?label=node');
    if (source.endsWith(' bearer')) {
      await call(source, 'POST /v1/forecasts', { name: source, query: { expr: 'up', model: 'theta' } });
      await call(source, 'POST /v1/recommendations/run', {});
      await call(source, 'POST /v1/alert-preview', { query: { expr: 'up', capacity: '5' }, interval: '1h', days: 1 });
    }
  }

  /** Waits until every job of a source was tried, and shows what it tells. */
  async function untilWorked(source: string): Promise<void> {
    const giveUpMs = Date.now() + 60_000;
    const untried = async () =>
      (await door.ask(ADMIN, { source, route: 'GET /v1/jobs' })).text.includes('"attempts":0');
    while ((await untried()) && Date.now() < giveUpMs) {
      await sleep(500);
    }
    for (const route of ['jobs', 'audit', 'forecasts', 'recommendations']) {
      await call(source, `GET /v1/${route}`);
    }
  }

  it('reach the server, in headers', () => {
    const seen = [...bench.servers.values()].flatMap(({ received }) =>
      received.map((one) => JSON.stringify(one.headers))
    );
    const names = new Set(seen.flatMap((one) => secretsIn(bench.planted, one)));
    for (const { name } of [SECRETS.password, SECRETS.bearer, SECRETS.grafana, SECRETS.header]) {
      expect(names).toContain(name);
    }
    expect(bench.servers.get('tls')?.received.length).toBeGreaterThan(0);
    expect(
      bench.receiver.headers.map((one) => JSON.stringify(one)).flatMap((one) => secretsIn(bench.planted, one))
    ).toContain(SECRETS.receiver.name);
  });

  it('stand in no answer, frame, metric, job or audit entry', () => {
    expect(shown.length).toBeGreaterThan(600);
    expectNone(bench.planted, shown);
  });

  it('stand in no address that a server is asked at', () => {
    expectNone(bench.planted, bench.requested());
  });

  it('stand in no log and no trace, down to the end', async () => {
    await door.stop();
    expect(door.log()).toContain('query failed');
    expectNone(bench.planted, [{ place: 'log', content: door.log() }]);
    expect(bench.traced().length).toBeGreaterThan(100);
    expectNone(bench.planted, bench.traced());
  });

  it('stand in no file of the state: nothing needs encrypting there', () => {
    const stored = everythingStored(directory);
    expect(stored.length).toBeGreaterThan(50);
    expectNone(bench.planted, stored);
  });
});
