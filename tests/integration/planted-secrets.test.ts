import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Door } from '../support/access-doors.ts';
import { CARELESS_SCRIPTS } from '../support/careless-servers.ts';
import { openForwardedDoor } from '../support/forwarded-door.ts';
import { freePort } from '../support/free-port.ts';
import {
  everythingStored,
  plantKey,
  type PlantedSecret,
  plantSecret,
  plantToken,
  secretsIn,
} from '../support/planted-secrets.ts';
import type { GrafanaSettings, PluginCalls } from '../support/plugin-calls.ts';
import { openPluginDoor } from '../support/plugin-door.ts';
import { ADMIN, expectNone, type SecretBench, SECRETS, type Shown, startSecretBench } from '../support/secret-bench.ts';
import { identityOf, WRONG_IDENTITIES } from '../support/wrong-identities.ts';

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
    const signed = plantToken('token', `header.claims.${text.replace(/\W/g, '')}`);
    expect(secretsIn([signed], `Bearer ${signed.text}`.slice(0, -3))).toEqual(['token']);
    expect(secretsIn([plantKey('key', bench.certified.key)], bench.certified.key.split('\n')[2] ?? '')).toHaveLength(1);
  });
});

/** An engine that Grafana asks, and what it must not tell. */
interface Guarded {
  readonly door: Door;
  readonly calls: PluginCalls;
  readonly planted: readonly PlantedSecret[];
  /** What it answers to those who are refused. */
  readonly refusals: (source: string) => Promise<readonly Shown[]>;
}

type Start = (directory: string, settingsOf: (source: string) => GrafanaSettings) => Promise<Guarded>;

async function startChild(directory: string, settingsOf: Parameters<Start>[1]): Promise<Guarded> {
  const env = { GF_PLUGIN_LOG_LEVEL: 'debug', ...bench.traceEnv };
  const door = await openPluginDoor(join(directory, 'state'), settingsOf, env);
  return { door, calls: door, planted: bench.planted, refusals: async () => [] };
}

async function startForwarded(directory: string, settingsOf: Parameters<Start>[1]): Promise<Guarded> {
  const own = { token: SECRETS.door.text, more: { logLevel: 'debug' }, env: bench.traceEnv };
  const door = await openForwardedDoor({ directory, settingsOf, ...own });
  const right = identityOf(door.signer, ADMIN, { exp: Math.floor(Date.now() / 1_000) + 3_600 });
  const wrong = WRONG_IDENTITIES.map(({ what, shown }) => ({ what, tokens: shown(door.signer, ADMIN) }));
  const wrongPlanted = wrong.flatMap(({ what, tokens }) =>
    tokens.filter((token) => token.split('.')[2]).map((token) => plantToken(what, token))
  );
  return {
    door,
    calls: door.showing(right),
    planted: [...bench.planted, plantToken('identity of a person', right), ...wrongPlanted],
    refusals: async (source) => {
      const byIdentity = wrong.map(({ what, tokens }) => refusalsBy(door.showing(...tokens), source, what));
      const byToken = [SECRETS.cookie, SECRETS.caller].map(({ text, name }) =>
        refusalsBy(door.withToken(text), source, name)
      );
      return (await Promise.all([...byIdentity, ...byToken])).flat();
    },
  };
}

/** What somebody is told who may ask nothing. */
async function refusalsBy(calls: PluginCalls, source: string, what: string): Promise<Shown[]> {
  const answers = await Promise.allSettled([
    calls.ask(ADMIN, { source, route: 'GET /v1/jobs' }),
    calls.query(ADMIN, source, { queryType: 'forecast', expr: 'up' }),
    calls.health(ADMIN, source),
  ]);
  return answers.map((answer) => ({
    place: `refusal of ${what}`,
    content: answer.status === 'fulfilled' ? JSON.stringify(answer.value) : String(answer.reason),
  }));
}

const WAYS: readonly (readonly [string, Start])[] = [
  ["Grafana's child", startChild],
  ['a service behind a plugin that forwards', startForwarded],
];

describe.each(WAYS)('secrets of data sources, with the engine as %s,', (_title, start) => {
  let guarded: Guarded;
  let directory: string;
  let spansBefore: number;
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
    spansBefore = bench.receiver.spans.length;
    guarded = await start(directory, (name) => sources[name] ?? { url: '' });
    await Promise.all(Object.keys(sources).map(drive));
    await Promise.all(
      Object.keys(sources)
        .filter((name) => name.endsWith(' bearer'))
        .map(untilWorked)
    );
    shown.push({ place: 'metrics', content: (await guarded.door.metrics(ADMIN)).text });
    shown.push(...(await guarded.refusals('good bearer')));
  });

  afterAll(async () => {
    await guarded.door.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const headers = () => ({
    authorization: `Bearer ${SECRETS.cookie.text}`,
    cookie: `session=${encodeURIComponent(SECRETS.cookie.text)}`,
  });

  async function call(source: string, route: string, body?: object, query = ''): Promise<void> {
    const { text } = await guarded.calls.ask(ADMIN, { source, route, body, query, headers: headers() });
    shown.push({ place: `${source}: ${route}`, content: text });
  }

  /** Asks a source for everything that reads the server. */
  async function drive(source: string): Promise<void> {
    const nowMs = Date.now();
    for (const queryType of ['forecast', 'anomaly']) {
      const { error, text, bytes } = await guarded.calls.query(ADMIN, source, { queryType, expr: 'up' });
      shown.push({ place: `${source}: ${queryType}`, content: error + text });
      shown.push({ place: `${source}: frames of ${queryType}`, content: bytes });
    }
    shown.push({ place: `${source}: health`, content: (await guarded.calls.health(ADMIN, source)).message });
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
      (await guarded.calls.ask(ADMIN, { source, route: 'GET /v1/jobs' })).text.includes('"attempts":0');
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
    expectNone(guarded.planted, shown);
  });

  it('stand in no address that a server is asked at', () => {
    expectNone(guarded.planted, bench.requested());
  });

  it('stand in no log and no trace, down to the end', async () => {
    await guarded.door.stop();
    expect(guarded.door.log()).toContain('query failed');
    expectNone(guarded.planted, [{ place: 'log', content: guarded.door.log() }]);
    expect(bench.receiver.spans.length - spansBefore).toBeGreaterThan(100);
    expectNone(guarded.planted, bench.traced());
  });

  it('stand in no file of the state: nothing needs encrypting there', () => {
    const stored = everythingStored(join(directory, 'state'));
    expect(stored.length).toBeGreaterThan(50);
    expectNone(guarded.planted, stored);
  });
});
