import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { scriptedPrometheus, sendRamp, timesAsked } from '../../../tests/support/scripted-prometheus.ts';
import {
  sendData,
  type Script,
  type ScriptedServer,
  startScriptedServer,
} from '../../../tests/support/scripted-server.ts';
import { settingsOf } from '../../../tests/support/source-settings.ts';
import { contextOf, expectError } from '../app/ports/kit.contract.ts';
import type { RangeRequest } from '../app/ports/series-reader.ts';
import { createPrometheusReader, type PrometheusReader, type RequestObservation } from './prometheus-reader.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const context = contextOf('1', 'prom');
const request: RangeRequest = { expr: 'up', startMs: HOUR, endMs: 2 * HOUR, stepMs: MINUTE, aggregate: 'last' };

let server: ScriptedServer;
let reader: PrometheusReader;
let observed: RequestObservation[];

async function start(script: Script, settings: Parameters<typeof settingsOf>[1] = {}): Promise<void> {
  server = await startScriptedServer(script);
  observed = [];
  reader = createPrometheusReader(settingsOf(`${server.url}/prom/`, settings), {
    clock: { now: () => Date.now() },
    onRequest: (observation) => observed.push(observation),
    random: () => 0,
  });
}

afterEach(async () => {
  await reader.close();
  await server.close();
});

describe('readRange', () => {
  it('posts forms below the base path and gives the series on the grid', async () => {
    await start(scriptedPrometheus({ answer: sendRamp }));
    const { series, notices } = await reader.readRange(context, request);
    expect(series).toHaveLength(1);
    expect(series[0]).toMatchObject({ labels: { job: 'a' }, startMs: HOUR, stepMs: MINUTE });
    expect([...(series[0]?.values ?? [])]).toEqual(Array.from({ length: 61 }, (_, index) => 3_600 + index * 60));
    expect(notices).toEqual([]);
    expect(server.received).toHaveLength(3);
    expect(server.received.every(({ method }) => method === 'POST')).toBe(true);
    expect(server.received.map(({ path }) => path).sort()).toEqual([
      '/prom/api/v1/query',
      '/prom/api/v1/query_range',
      '/prom/api/v1/query_range',
    ]);
    expect(Object.fromEntries(server.received.at(-1)?.params ?? [])).toEqual({
      query: 'up',
      start: '3600.000',
      end: '7200.000',
      step: '60000ms',
      timeout: '20000ms',
    });
  });

  it('reports every exchange', async () => {
    await start(scriptedPrometheus({ answer: sendRamp }));
    await reader.readRange(context, request);
    expect(observed.map(({ endpoint, status, outcome }) => [endpoint, status, outcome])).toContainEqual([
      'query_range',
      200,
      'ok',
    ]);
    expect(observed).toHaveLength(3);
    expect(observed.every(({ bytes, seconds }) => bytes > 50 && seconds >= 0 && seconds < 5)).toBe(true);
  });

  it('falls back to GET for good when forms are refused', async () => {
    const healthy = scriptedPrometheus({ answer: sendRamp });
    await start((received, response) =>
      received.method === 'POST' ? void response.writeHead(405).end() : healthy(received, response)
    );
    const answers = [await reader.readRange(context, request), await reader.readRange(context, request)];
    expect(answers[1]).toEqual(answers[0]);
    expect(server.received.slice(-3).map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
  });

  it('asks in parts, a few at a time, and joins them', async () => {
    let running = 0;
    let most = 0;
    const answer: Script = async (received, response) => {
      running += 1;
      most = Math.max(most, running);
      await sleep(2);
      running -= 1;
      sendRamp(received, response);
    };
    await start(scriptedPrometheus({ series: 1, samplesPerEvaluation: 100_000, answer }), {
      limits: { concurrency: 3 },
    });
    const long = { ...request, startMs: 0, endMs: 399 * MINUTE };
    const { series, notices } = await reader.readRange(context, long);
    expect([...(series[0]?.values ?? [])]).toEqual(Array.from({ length: 400 }, (_, index) => index * 60));
    expect(notices).toEqual([]);
    const parts = server.received.filter(({ params }) => params.get('query') === 'up');
    expect(parts).toHaveLength(8);
    expect(parts.flatMap(timesAsked).sort((a, b) => a - b)).toEqual(Array.from({ length: 400 }, (_, i) => i * MINUTE));
    expect(most).toBe(3);
  });

  it('shares the concurrency limit between its callers', async () => {
    let running = 0;
    let most = 0;
    const healthy = scriptedPrometheus({ answer: sendRamp });
    const script: Script = async (received, response) => {
      running += 1;
      most = Math.max(most, running);
      await sleep(2);
      running -= 1;
      return healthy(received, response);
    };
    await start(script, { limits: { concurrency: 2 } });
    await Promise.all(Array.from({ length: 8 }, () => reader.readRange(context, request)));
    expect(most).toBe(2);
  });

  it('refuses before it asks for samples', async () => {
    await start(scriptedPrometheus({ series: 61_000, answer: sendRamp }));
    const error = await expectError(reader.readRange(context, request), 'too_large');
    expect(error.message).toBe('Prometheus would return 61,000 series (limit 500).');
    expect(server.received.every(({ params }) => params.get('query')?.startsWith('count('))).toBe(true);
  });

  it('refuses by the samples that the server counts', async () => {
    await start(scriptedPrometheus({ samplesPerEvaluation: 1_000, answer: sendRamp }), {
      limits: { maxSamples: 60_999 },
    });
    const error = await expectError(reader.readRange(context, request), 'too_large');
    expect(error.message).toContain('61,000 samples (limit 60,999)');
  });

  it('refuses more series than were foreseen', async () => {
    const answer: Script = (_, response) => {
      const result = Array.from({ length: 501 }, (_each, n) => ({ metric: { n: String(n) }, values: [[3_600, '1']] }));
      sendData(response, { resultType: 'matrix', result });
    };
    await start(scriptedPrometheus({ answer }));
    const error = await expectError(reader.readRange(context, request), 'too_large');
    expect(error.message).toBe('Prometheus returned 501 series (limit 500).');
  });

  it('passes warnings and infos on, and tells what it mended', async () => {
    const answer: Script = (_, response) => {
      const result = [
        {
          metric: {},
          values: [
            [3_600, 'NaN'],
            [3_660, '+Inf'],
            [3_720, '1'],
            [3_725, '1'],
          ],
        },
      ];
      const remarks = { warnings: ['a block is\nbeing compacted'], infos: ['metric might not be a counter'] };
      sendData(response, { resultType: 'matrix', result }, remarks);
    };
    await start(scriptedPrometheus({ answer }));
    const { notices } = await reader.readRange(context, request);
    expect(notices).toEqual([
      '2 samples were NaN or infinite and counted as a gap.',
      '1 sample was sent for a time that was not asked for and left out.',
      'Prometheus remarks: a block is being compacted',
      'Prometheus remarks: metric might not be a counter',
    ]);
  });

  it.each([
    { ...request, stepMs: 0 },
    { ...request, stepMs: 1.5 },
    { ...request, startMs: HOUR + 1 },
    { ...request, endMs: 0 },
    { ...request, endMs: NaN },
  ])('does not ask for a senseless grid: %o', async (senseless) => {
    await start(sendRamp);
    await expectError(reader.readRange(context, senseless), 'invalid_argument');
    expect(server.received).toHaveLength(0);
  });

  it('does not ask for an empty expression', async () => {
    await start(sendRamp);
    const error = await expectError(reader.readRange(context, { ...request, expr: ' \n' }), 'invalid_expression');
    expect(error.field).toBe('expr');
  });
});

describe('estimate', () => {
  it('scales the cost of a few evaluations to all of them', async () => {
    await start(scriptedPrometheus({ series: 7, samplesPerEvaluation: 140, answer: sendRamp }));
    expect(await reader.estimate(context, request)).toEqual({ series: 7, points: 427, samples: 140 * 61 });
    expect(await reader.estimate(context, { ...request, aggregate: 'avg' })).toEqual({
      series: 7,
      points: 427,
      samples: 140 * 61 * 12,
    });
    const single = { ...request, endMs: HOUR };
    expect(await reader.estimate(context, single)).toEqual({ series: 7, points: 7, samples: 140 });
  });

  it('does not guess the samples of a server that does not count', async () => {
    await start(scriptedPrometheus({ series: 7, answer: sendRamp }));
    expect(await reader.estimate(context, request)).toEqual({ series: 7, points: 427, samples: undefined });
  });

  it('counts nothing where there is nothing', async () => {
    await start((received, response) =>
      sendData(response, { resultType: received.path.endsWith('range') ? 'matrix' : 'vector', result: [] })
    );
    expect(await reader.estimate(context, request)).toEqual({ series: 0, points: 0, samples: undefined });
  });
});

describe('close', () => {
  it('lets calls under way end, then refuses new ones', async () => {
    await start(
      scriptedPrometheus({ answer: (received, response) => sleep(20).then(() => sendRamp(received, response)) })
    );
    const answer = reader.readRange(context, request);
    await reader.close();
    expect((await answer).series).toHaveLength(1);
    await expectError(reader.readRange(context, request), 'canceled');
  });
});
