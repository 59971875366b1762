import { setTimeout as sleep } from 'node:timers/promises';
import { type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type EnginePlugin, type PluginAnswer, type PluginQuery, startEnginePlugin } from '../support/engine-plugin.ts';
import { freePort } from '../support/free-port.ts';
import { noticesOf, predictedOf } from '../support/panel-answer.ts';
import { scriptedPrometheus, sendSeries, timesAsked, type Value } from '../support/scripted-prometheus.ts';
import {
  type Script,
  sendData,
  sendJson,
  type ScriptedServer,
  startScriptedServer,
} from '../support/scripted-server.ts';

const HOUR = 3_600_000;
const toMs = Math.floor(Date.now() / HOUR) * HOUR;
const range = { fromMs: toMs - 24 * HOUR, toMs };
const forecastOf = (expr: string, more: object = {}): PluginQuery => ({
  refId: 'A',
  queryType: 'forecast',
  expr,
  ...more,
});

const seasonal: Value = (i) => 50 + 10 * Math.sin((2 * Math.PI * i) / 24);

describe('the engine, asked as Grafana asks it', () => {
  let plugin: EnginePlugin;
  const servers: ScriptedServer[] = [];
  let sources = 0;

  beforeAll(async () => {
    plugin = await startEnginePlugin();
  });

  afterEach(async () => {
    // Whatever came, the process lives on and answers.
    expect(plugin.isRunning()).toBe(true);
    await plugin.ping();
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  afterAll(() => plugin.stop());

  async function prometheus(answer: Script, series = 1): Promise<string> {
    const server = await startScriptedServer(scriptedPrometheus({ series, answer }));
    servers.push(server);
    return server.url;
  }

  function sourceAt(url: string, limits: object = {}) {
    return { uid: `source-${sources++}`, url, jsonData: { limits: { timeoutSeconds: 2, ...limits } } };
  }

  async function ask(url: string, query: PluginQuery, limits: object = {}): Promise<PluginAnswer> {
    const { [query.refId]: answer } = await plugin.query(sourceAt(url, limits), range, [query]);
    return answer ?? expect.fail('There is no answer to the query.');
  }

  const expectForecast = (answer: PluginAnswer) => {
    expect(answer).toMatchObject({ status: 200, error: '' });
    expect(predictedOf(answer, 168)).toHaveLength(168);
    expect(predictedOf(answer, 168).every(Number.isFinite)).toBe(true);
  };

  it('answers the other queries of a request in which several are bad', async () => {
    const url = await prometheus((request, response) =>
      request.params.get('query')?.includes('nonsense(') === true
        ? sendJson(response, { status: 'error', errorType: 'bad_data', error: 'unknown function "nonsense"' }, 400)
        : sendSeries(request, response, seasonal)
    );
    const answers = await plugin.query(sourceAt(url), range, [
      { ...forecastOf('good'), refId: 'good' },
      { ...forecastOf('good', { horizon: '400d' }), refId: 'far' },
      { ...forecastOf('nonsense(x)'), refId: 'promql' },
      { refId: 'type', queryType: 'oracle' },
      { refId: 'json', raw: '{"queryType":' },
      { refId: 'breach', queryType: 'breach', expr: 'good' },
      { ...forecastOf('good'), refId: 'again' },
    ]);
    expect(answers['good']).toBeDefined();
    expectForecast(answers['good'] as PluginAnswer);
    expectForecast(answers['again'] as PluginAnswer);
    expect(answers['far']).toMatchObject({ status: 400, errorSource: 'downstream' });
    expect(answers['far']?.error).toMatch(/"horizon".*90d/);
    expect(answers['promql']).toMatchObject({ status: 422, errorSource: 'downstream' });
    expect(answers['promql']?.error).toContain('nonsense');
    expect(answers['type']).toMatchObject({ status: 400 });
    expect(answers['type']?.error).toMatch(/oracle.*forecast, breach/);
    expect(answers['json']).toMatchObject({ status: 400 });
    expect(answers['json']?.error).toContain('The query is not JSON.');
    expect(answers['breach']).toMatchObject({ status: 400 });
    expect(answers['breach']?.error).toContain('capacity');
  });

  it.each<[string, object, RegExp]>([
    ['a horizon beyond its limit', { horizon: '91d' }, /"horizon".*1m.*90d/],
    ['a horizon that is none', { horizon: 'soon' }, /"horizon".*7d/],
    ['more steps than a forecast may have', { horizon: '90d', step: '5m' }, /^Field "horizon": .*25920.*2500.*step/],
    ['a window beyond its limit', { trainingWindow: '3y' }, /"trainingWindow".*(730d|2y)/],
    [
      'more points than a window may have',
      { step: '1s', horizon: '10m', trainingWindow: '7d' },
      /^Field "trainingWindow": .*604800.*20000/,
    ],
    ['a window of one step', { step: '1h', trainingWindow: '1h' }, /^Field "trainingWindow": .*two steps.*2h/],
    ['bounds that contradict each other', { lowerBound: 5, upperBound: 1 }, /^Field "upperBound": .*above 5/],
    ['an expression that is empty', { expr: ' ' }, /^The field "expr" .*empty.*PromQL/],
    ['an unknown model', { model: 'oracle' }, /"model"/],
    ['a band twice', { levels: [80, 80] }, /"levels".*once/],
    ['an unknown time zone', { timeZone: 'Mars/Olympus' }, /"timeZone".*Europe\/Berlin/],
    ['an exclusion that is no stretch', { exclusions: 'monday' }, /"exclusions".*RFC 3339/],
    ['an event without a name', { events: '2026-12-25' }, /"events".*name=from\/to/],
    ['a number as text', { lowerBound: 'zero' }, /"lowerBound"/],
  ])('refuses %s with its field and what to do', async (_title, fields, sentence) => {
    const url = await prometheus((request, response) => sendSeries(request, response, seasonal));
    const answer = await ask(url, forecastOf('up', fields));
    expect(answer).toMatchObject({ status: 400, errorSource: 'downstream', frames: [] });
    expect(answer.error).toMatch(sentence);
  });

  it('ignores a field that it does not know, and says so', async () => {
    const url = await prometheus((request, response) => sendSeries(request, response, seasonal));
    const answer = await ask(url, forecastOf('up', { horizn: '3d' }));
    expectForecast(answer);
    expect(noticesOf(answer)).toMatch(/"horizn" is unknown.*horizon/);
  });

  it('tells that nothing listens, with the remedy', async () => {
    const answer = await ask(`http://127.0.0.1:${await freePort()}`, forecastOf('up'));
    expect(answer).toMatchObject({ status: 502, errorSource: 'downstream' });
    expect(answer.error).toMatch(/Nothing answers at 127\.0\.0\.1.*Check the URL/);
  });

  it('tells that the URL is missing or none', async () => {
    expect(await ask('', forecastOf('up'))).toMatchObject({ status: 412, errorSource: 'downstream' });
    const answer = await ask('localhost:9090', forecastOf('up'));
    expect(answer).toMatchObject({ status: 412 });
    expect(answer.error).toContain('http://');
  });

  it('gives a slow server up', async () => {
    const url = await prometheus(async (request, response) => {
      await sleep(10_000);
      sendSeries(request, response, seasonal);
    });
    const answer = await ask(url, forecastOf('up'), { timeoutSeconds: 1 });
    expect(answer).toMatchObject({ status: 504, errorSource: 'downstream' });
    expect(answer.error).toMatch(/timeout|1 s/i);
  });

  it.each([
    [401, 502, /credentials|token|password|rejected|refuse/i],
    [403, 502, /credentials|token|password|rejected|refuse|rights/i],
    [404, 502, /URL|path/i],
    [422, 422, /broken on purpose/],
    [500, 502, /500/],
    [503, 502, /503/],
  ])('passes a %d of the server on', async (code, ours, sentence) => {
    const error = { status: 'error', errorType: 'execution', error: 'broken on purpose' };
    const url = await prometheus((_, response) =>
      code === 422 ? sendJson(response, error, code) : void response.writeHead(code).end('broken on purpose')
    );
    const answer = await ask(url, forecastOf('up'));
    expect(answer).toMatchObject({ status: ours, errorSource: 'downstream' });
    expect(answer.error).toMatch(sentence);
  });

  it.each<[string, Script]>([
    ['no JSON', (_, response) => void response.end('<html>Welcome to nginx!</html>')],
    ['half a JSON', (_, response) => void response.end('{"status":"success","data":{"resultType":"matr')],
    ['another JSON', (_, response) => sendJson(response, [1, 2, 3])],
    ['another type', (_, response) => sendData(response, { resultType: 'string', result: [0, 'x'] })],
    ['no result', (_, response) => sendData(response, { resultType: 'matrix' })],
    ['series without labels', (_, response) => sendData(response, { resultType: 'matrix', result: [7] })],
    ['values that are no numbers', (request, response) => sendSeries(request, response, () => 'many')],
  ])('calls a server that gives %s by its fault', async (_title, script) => {
    const answer = await ask(await prometheus(script), forecastOf('up'));
    expect(answer).toMatchObject({ status: 502, errorSource: 'downstream', frames: [] });
    expect(answer.error.length).toBeGreaterThan(20);
  });

  it('takes NaN and infinities for gaps and says so', async () => {
    const odd = ['NaN', '+Inf', '-Inf'];
    const url = await prometheus((request, response) =>
      sendSeries(request, response, (i, t) => (i % 50 === 7 ? odd[i % 3] : seasonal(i, t)))
    );
    const answer = await ask(url, forecastOf('up'));
    expectForecast(answer);
    expect(noticesOf(answer)).toMatch(/NaN|infinit|not a number/i);
  });

  it('mends samples that are out of order or come twice, and says so', async () => {
    const url = await prometheus((request, response) => {
      const values = timesAsked(request).map((time, i) => [time / 1_000, String(seasonal(i, time))]);
      const [first, second, third, ...rest] = values;
      sendData(response, {
        resultType: 'matrix',
        result: [{ metric: { node: 'a' }, values: [second, first, third, third, ...rest] }],
      });
    });
    const answer = await ask(url, forecastOf('up'));
    expectForecast(answer);
    expect(noticesOf(answer)).toMatch(/order/);
    expect(noticesOf(answer)).toMatch(/same time|twice|repeated/);
  });

  it('says that there is no series', async () => {
    const url = await prometheus((_, response) => sendData(response, { resultType: 'matrix', result: [] }), 0);
    const answer = await ask(url, forecastOf('nothing'));
    expect(answer).toMatchObject({ status: 200, error: '' });
    expect(answer.frames[0]?.fields).toEqual([]);
    expect(noticesOf(answer)).toMatch(/gave no series in the last 30d/);
  });

  it.each([0, 1, 2, 9])('tells %d samples from enough', async (count) => {
    const url = await prometheus((request, response) => {
      const last = timesAsked(request).length - count;
      sendSeries(request, response, (i) => (i >= last ? i : count === 0 && i === 0 ? 'NaN' : undefined));
    });
    const answer = await ask(url, forecastOf('young'));
    expect(answer).toMatchObject({ status: 200, error: '' });
    expect(answer.frames[0]?.fields.map(({ name }) => name)).toEqual(['time', 'actual']);
    const words = count === 0 ? /no samples/ : new RegExp(`has ${count} samples?; a forecast needs at least 10`);
    expect(noticesOf(answer)).toMatch(words);
  });

  it('forecasts a constant as itself', async () => {
    const url = await prometheus((request, response) => sendSeries(request, response, () => 42));
    const answer = await ask(url, forecastOf('constant'));
    expectForecast(answer);
    expect(new Set(predictedOf(answer, 168))).toEqual(new Set([42]));
  });

  it('fills gaps, and says how many', async () => {
    const url = await prometheus((request, response) =>
      sendSeries(request, response, (i, t) => (i % 5 === 1 || (i > 100 && i < 200) ? undefined : seasonal(i, t)))
    );
    const answer = await ask(url, forecastOf('gappy'));
    expectForecast(answer);
    expect(noticesOf(answer)).toMatch(/\d+% of the samples are missing/);
  });

  it('refuses 50,000 series before it reads them, and names the limit', async () => {
    let asked = 0;
    const url = await prometheus((request, response) => {
      asked++;
      sendSeries(request, response, seasonal);
    }, 50_000);
    const answer = await ask(url, forecastOf('everything'));
    expect(answer).toMatchObject({ status: 422, errorSource: 'downstream' });
    expect(answer.error).toMatch(/50,000.*500/);
    expect(asked).toBe(0);
  });

  it('refuses 50,000 series of a server that foretold one', async () => {
    const metric = (n: number) => ({ metric: { pod: `pod-${n}` }, values: [[toMs / 1_000, '1']] });
    const url = await prometheus((_, response) =>
      sendData(response, { resultType: 'matrix', result: Array.from({ length: 50_000 }, (_each, n) => metric(n)) })
    );
    const answer = await ask(url, forecastOf('everything'));
    expect(answer).toMatchObject({ status: 422, errorSource: 'downstream' });
    expect(answer.error).toMatch(/500/);
  });

  it('forecasts 2,000 series where the settings allow them', async () => {
    const pods = 2_000;
    const url = await prometheus((request, response) => {
      const values = timesAsked(request)
        .slice(-12)
        .map((time, i) => [time / 1_000, String(i)]);
      const result = Array.from({ length: pods }, (_each, n) => ({ metric: { pod: `pod-${n}` }, values }));
      sendData(response, { resultType: 'matrix', result });
    }, pods);
    const answer = await ask(url, forecastOf('many', { trainingWindow: '1d' }), {
      maxSeries: 50_000,
      timeoutSeconds: 60,
    });
    expect(answer).toMatchObject({ status: 200, error: '' });
    expect(answer.frames).toHaveLength(pods);
  });

  it('names the capacity when that is what Prometheus cannot read', async () => {
    const url = await prometheus((request, response) =>
      request.params.get('query')?.includes('size(') === true
        ? sendJson(response, { status: 'error', errorType: 'bad_data', error: 'unclosed left parenthesis' }, 400)
        : sendSeries(request, response, seasonal)
    );
    const answer = await ask(url, { refId: 'A', queryType: 'breach', expr: 'used', capacity: 'size(' });
    expect(answer).toMatchObject({ status: 422, errorSource: 'downstream' });
    expect(answer.error).toMatch(/unclosed left parenthesis.*Correct the capacity/);
  });

  it('gives an alert rule no data where no capacity fits, and says why', async () => {
    const url = await prometheus((request, response) => {
      if (request.path.endsWith('/query')) {
        const metric = request.params.get('query') === 'size' ? { volume: 'other' } : { node: 'a' };
        sendData(response, { resultType: 'vector', result: [{ metric, value: [toMs / 1_000, '100'] }] });
      } else {
        sendSeries(request, response, seasonal);
      }
    });
    const answer = await ask(url, { refId: 'A', queryType: 'breach', expr: 'used', capacity: 'size' });
    expect(answer).toMatchObject({ status: 200, error: '' });
    expect(answer.frames[0]?.fields).toEqual([]);
    expect(noticesOf(answer)).toContain('No capacity value has labels that fit this series.');
  });

  it('is not healthy without its source, and tells the remedy', async () => {
    const { ok, message } = await plugin.checkHealth(sourceAt(`http://127.0.0.1:${await freePort()}`));
    expect(ok).toBe(false);
    expect(message).toMatch(/Nothing answers.*Check the URL/);
  });

  it('gives up for a caller that does not wait any longer, and answers the next one', async () => {
    const slow = await prometheus(async (request, response) => {
      await sleep(5_000);
      sendSeries(request, response, seasonal);
    });
    // Whichever comes first: the engine's own refusal at the deadline, or the deadline of the call.
    const given = await plugin
      .query(sourceAt(slow, { timeoutSeconds: 30 }), range, [forecastOf('up')], { deadlineMs: 300 })
      .then(
        ({ A }) => A?.status,
        (thrown: ServiceError) => thrown.code
      );
    expect([504, status.DEADLINE_EXCEEDED]).toContain(given);
    const url = await prometheus((request, response) => sendSeries(request, response, seasonal));
    expectForecast(await ask(url, forecastOf('up')));
  });
});
