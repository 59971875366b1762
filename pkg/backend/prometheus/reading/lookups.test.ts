import { afterEach, describe, expect, it } from 'vitest';
import {
  sendData,
  sendJson,
  type Script,
  type ScriptedServer,
  startScriptedServer,
} from '../../../../tests/support/scripted-server.ts';
import { settingsOf } from '../../../../tests/support/source-settings.ts';
import { contextOf, expectError } from '../../app/ports/kit.contract.ts';
import { createPrometheusReader, type PrometheusReader } from '../prometheus-reader.ts';

const NOW = Date.UTC(2025, 0, 1);
const context = contextOf('1', 'prom');

let server: ScriptedServer;
let reader: PrometheusReader;

async function start(script: Script): Promise<void> {
  server = await startScriptedServer(script);
  reader = createPrometheusReader(settingsOf(server.url, { limits: { maxSeries: 3 } }), { clock: { now: () => NOW } });
}

afterEach(async () => {
  await reader.close();
  await server.close();
});

const scalar =
  (value: string): Script =>
  (_, response) =>
    sendData(response, { resultType: 'scalar', result: [0, value] });

describe('readInstant', () => {
  it('reads a vector at the time that was asked for', async () => {
    await start((_, response) =>
      sendData(response, {
        resultType: 'vector',
        result: [
          { metric: { a: '1' }, value: [0, '2'] },
          { metric: { a: '2' }, value: [0, 'NaN'] },
          { metric: { a: '1' }, value: [0, '3'] },
        ],
      })
    );
    expect(await reader.readInstant(context, 'up', 1_500)).toEqual([
      { labels: { a: '1' }, value: 2 },
      { labels: { a: '2' }, value: NaN },
    ]);
    expect(server.received[0]?.params.get('time')).toBe('1.500');
  });

  it('takes a scalar for a value without labels', async () => {
    await start(scalar('42'));
    expect(await reader.readInstant(context, 'scalar(x)', NOW)).toEqual([{ labels: {}, value: 42 }]);
  });

  it.each(['matrix', 'string'])('tells that a %s is no value', async (resultType) => {
    await start((_, response) => sendData(response, { resultType, result: [] }));
    const error = await expectError(reader.readInstant(context, 'up[5m]', NOW), 'invalid_expression');
    expect(error.field).toBe('expr');
    expect(error.remedy).toBeDefined();
  });

  it('refuses more values than series are allowed', async () => {
    const result = Array.from({ length: 4 }, (_, n) => ({ metric: { n: String(n) }, value: [0, '1'] }));
    await start((_, response) => sendData(response, { resultType: 'vector', result }));
    await expectError(reader.readInstant(context, 'up', NOW), 'too_large');
  });
});

describe('labelNames and labelValues', () => {
  it('ask for the last 30 days, with a selector when there is one', async () => {
    await start((_, response) => sendData(response, ['a', 'b', 'c']));
    expect(await reader.labelNames(context, undefined)).toEqual(['a', 'b', 'c']);
    expect(await reader.labelValues(context, 'node/a', 'up{job="x"}', 2)).toEqual(['a', 'b']);
    const [names, values] = server.received;
    expect(names).toMatchObject({ method: 'POST', path: '/api/v1/labels' });
    expect(Object.fromEntries(names?.params ?? [])).toEqual({ start: '1733097600.000', end: '1735689600.000' });
    expect(values).toMatchObject({ method: 'GET', path: '/api/v1/label/node%2Fa/values' });
    expect(values?.params.get('match[]')).toBe('up{job="x"}');
    expect(values?.params.get('limit')).toBe('2');
  });

  it('take null for an empty list', async () => {
    await start((_, response) => sendData(response, null));
    expect(await reader.labelNames(context, 'up')).toEqual([]);
  });

  it.each([[{}], ['a'], [[1]], [[null]]])('refuse %j', async (data) => {
    await start((_, response) => sendData(response, data));
    await expectError(reader.labelNames(context, undefined), 'source_malformed');
  });

  it('name the field of a selector that cannot be parsed', async () => {
    await start((_, response) =>
      sendJson(response, { status: 'error', errorType: 'bad_data', error: '1:2: bad' }, 400)
    );
    const error = await expectError(reader.labelNames(context, 'up{'), 'invalid_expression');
    expect(error.field).toBe('match');
    expect((await expectError(reader.labelValues(context, 'a b', undefined, 5), 'invalid_expression')).field).toBe(
      'label'
    );
  });
});

describe('check', () => {
  const dateOf = (milliseconds: number) => new Date(milliseconds).toUTCString();

  it('learns version, clock and size', async () => {
    await start((received, response) => {
      response.setHeader('date', dateOf(NOW + 90_000));
      if (received.path.endsWith('/buildinfo')) {
        sendData(response, { version: '2.42.0' });
      } else if (received.path.endsWith('/tsdb')) {
        sendData(response, { headStats: { numSeries: 1_234 } });
      } else {
        sendData(response, { resultType: 'scalar', result: [0, String((NOW + 90_250) / 1_000)] });
      }
    });
    expect(await reader.check(context)).toEqual({ version: '2.42.0', clockSkewMs: 90_250, headSeries: 1_234 });
  });

  it('is content with a server that can only query', async () => {
    await start((received, response) =>
      received.path === '/api/v1/query'
        ? sendData(response, { resultType: 'vector', result: [{ metric: {}, value: [0, String(NOW / 1_000)] }] })
        : void response.writeHead(404).end('404 page not found')
    );
    const status = await reader.check(context);
    expect(status).toMatchObject({ version: undefined, headSeries: undefined });
  });

  it('believes the header when the server evaluates in the past on purpose', async () => {
    await start((received, response) => {
      response.setHeader('date', dateOf(NOW + 4_000));
      return scalar(String(NOW / 1_000 - 30))(received, response);
    });
    expect((await reader.check(context)).clockSkewMs).toBe(4_500);
  });

  it('says what is wrong when queries fail, even if other parts answer', async () => {
    await start((received, response) =>
      received.path === '/api/v1/query'
        ? void response.writeHead(401).end('no')
        : sendData(response, { version: '2.42.0' })
    );
    await expectError(reader.check(context), 'source_unauthorized');
  });

  it('ignores nonsense in what is optional', async () => {
    await start((received, response) =>
      received.path === '/api/v1/query'
        ? scalar('NaN')(received, response)
        : sendData(response, { version: 7, headStats: [] })
    );
    const status = await reader.check(context);
    expect(status).toMatchObject({ version: undefined, headSeries: undefined });
  });
});
