import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { HeadroomError } from '#contract/errors.ts';
import type { SourceSettings } from '#contract/settings.ts';
import { freePort } from '../../../../tests/support/free-port.ts';
import {
  sendJson,
  type Script,
  type ScriptedServer,
  startScriptedServer,
} from '../../../../tests/support/scripted-server.ts';
import { settingsOf } from '../../../../tests/support/source-settings.ts';
import { contextOf, expectError } from '../../app/ports/kit.contract.ts';
import { createPrometheusReader } from '../prometheus-reader.ts';

const SECRETS = ['hunter2-password', 'hunter2-token', 'hunter2-header', 'hunter2-url'];
const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) {
    await cleanup();
  }
});

async function start(script: Script): Promise<ScriptedServer> {
  const server = await startScriptedServer(script);
  cleanups.push(() => server.close());
  return server;
}

const AUTHS: readonly SourceSettings['auth'][] = [
  { kind: 'none' },
  { kind: 'basic', user: 'nadia', password: 'hunter2-password' },
  { kind: 'bearer', token: 'hunter2-token' },
];

/** Asks with each kind of credential and gives everything that an error, a log line or a metric could show. */
async function everythingShown(url: string, timeoutSeconds: number): Promise<readonly string[]> {
  const shown: string[] = [];
  for (const auth of AUTHS) {
    const context = contextOf('1', 'prom');
    const log = (message: string, fields?: unknown) => shown.push(message, inspect(fields, { depth: 9 }));
    const withUser = url.replace('http://', 'http://nadia:hunter2-url@');
    const headers = { 'X-Api-Key': 'hunter2-header' };
    const settings = settingsOf(withUser, { auth, headers, limits: { timeoutSeconds } });
    const reader = createPrometheusReader(settings, {
      clock: { now: () => Date.now() },
      onRequest: (observation) => shown.push(inspect(observation)),
      random: () => 0,
    });
    const logged = { ...context, log: { debug: log, info: log, warn: log, error: log } };
    const error: unknown = await reader.readInstant(logged, 'up', 0).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(HeadroomError);
    const own = error as HeadroomError;
    shown.push(
      own.sentence,
      String(own.stack),
      JSON.stringify(own.toBody()),
      inspect(own, { depth: 9, showHidden: true })
    );
    await reader.close();
  }
  return shown;
}

function expectNoSecret(shown: readonly string[]): void {
  const encoded = SECRETS.map((secret) => Buffer.from(`nadia:${secret}`).toString('base64'));
  for (const secret of [...SECRETS, ...encoded]) {
    expect(shown.filter((text) => text.includes(secret))).toEqual([]);
  }
}

/** A server that repeats every header, as a careless proxy would. */
function echo(status: number, asJson: boolean): Script {
  return ({ headers, path }, response) => {
    const text = `${path} ${JSON.stringify(headers)}`;
    if (asJson) {
      sendJson(response, { status: 'error', errorType: 'bad_data', error: text }, status);
    } else {
      response.writeHead(status).end(text);
    }
  };
}

describe('secrets', () => {
  it.each([200, 400, 401, 403, 404, 422, 429, 500, 503])('stay out of what a %d is told by', async (status) => {
    for (const asJson of [true, false]) {
      const shown = await everythingShown((await start(echo(status, asJson))).url, 5);
      expectNoSecret(shown);
    }
  });

  it('stay out of what a failing connection is told by', async () => {
    expectNoSecret(await everythingShown(`http://127.0.0.1:${await freePort()}`, 5));
    const cutting = await start((_, response) => void response.destroy());
    expectNoSecret(await everythingShown(cutting.url, 5));
    const silent = await start(() => undefined);
    expectNoSecret(await everythingShown(silent.url, 0.05));
  });

  it('reach the server in headers, never in the URL', async () => {
    const server = await start((_, response) => sendJson(response, {}));
    await everythingShown(server.url, 5);
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual([
      `Basic ${Buffer.from('nadia:hunter2-url').toString('base64')}`,
      `Basic ${Buffer.from('nadia:hunter2-password').toString('base64')}`,
      'Bearer hunter2-token',
    ]);
    expect(server.received.every(({ headers }) => headers['x-api-key'] === 'hunter2-header')).toBe(true);
    expectNoSecret(server.received.map(({ path, params }) => `${path}?${params.toString()}`));
  });
});

describe('redirects', () => {
  const context = contextOf('1', 'prom');
  const scalar = { status: 'success', data: { resultType: 'scalar', result: [0, '7'] } };

  function readerOf(url: string) {
    const settings = settingsOf(url, { auth: { kind: 'bearer', token: 'hunter2-token' } });
    const reader = createPrometheusReader(settings, { clock: { now: () => Date.now() } });
    cleanups.unshift(() => reader.close());
    return reader;
  }

  it.each([301, 302, 307, 308])('with %d to another origin are not followed', async (status) => {
    const other = await start((_, response) => sendJson(response, scalar));
    const server = await start((_, response) => void response.writeHead(status, { location: `${other.url}/x` }).end());
    const error = await expectError(readerOf(server.url).readInstant(context, 'up', 0), 'source_rejected');
    expect(error.message).toContain(`redirects to ${other.url}.`);
    expect(other.received).toHaveLength(0);
  });

  it('within the origin are followed, form and credentials included', async () => {
    const server = await start(({ path }, response) =>
      path.startsWith('/new/')
        ? sendJson(response, scalar)
        : void response.writeHead(307, { location: `/new${path}` }).end()
    );
    expect(await readerOf(server.url).readInstant(context, 'seven', 0)).toEqual([{ labels: {}, value: 7 }]);
    expect(server.received[1]).toMatchObject({ method: 'POST', path: '/new/api/v1/query' });
    expect(server.received[1]?.params.get('query')).toBe('seven');
    expect(server.received[1]?.headers.authorization).toBe('Bearer hunter2-token');
  });

  it('in a circle end', async () => {
    const server = await start(({ path }, response) => void response.writeHead(302, { location: path }).end());
    await expectError(readerOf(server.url).readInstant(context, 'up', 0), 'source_rejected');
    expect(server.received).toHaveLength(4);
  });
});

describe('a proxied source', () => {
  it('names the settings that lead to Grafana', async () => {
    const url = `http://127.0.0.1:${await freePort()}/api/datasources/proxy/uid/prom`;
    const reader = createPrometheusReader(settingsOf(url, { kind: 'grafana' }), { clock: { now: () => Date.now() } });
    const error = await expectError(reader.readInstant(contextOf('1', 'prom'), 'up', 0), 'source_unreachable');
    expect(error.field).toBe('grafanaUrl');
    await reader.close();
  });
});
