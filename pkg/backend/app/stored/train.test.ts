import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HeadroomError } from '#contract/errors.ts';
import { parseQuery } from '#contract/parse-query.ts';
import type { BreachQuery, ForecastQuery } from '#contract/query.ts';
import { FakeBlobs, flatForecast } from '../../../../tests/support/fake-engine.ts';
import { specOf, storedBench } from '../../../../tests/support/stored-bench.ts';
import { runBreachQuery } from '../breach-query.ts';
import { ForecastCache } from '../forecast-cache.ts';
import { runForecastQuery } from '../forecast-query.ts';
import { expectError } from '../ports/kit.contract.ts';
import { signalCodec } from '../signal-codec.ts';
import { createForecast, deleteForecast, updateForecast } from './manage.ts';
import { readForecast } from './read.ts';
import { queueDueTrainings } from './schedule.ts';
import { adaptationsCodec } from './adaptations.ts';
import { createStoredAnswers } from './serve.ts';
import { trainForecast } from './train.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('training stored forecasts', () => {
  let b: ReturnType<typeof storedBench>;
  let id: string;
  beforeEach(async () => {
    b = storedBench();
    b.reader.labels = [{ node: 'a' }, { node: 'b' }];
    b.reader.instants = { used: [{ labels: { node: 'a' }, value: 0.5 }], size: [{ labels: { node: 'a' }, value: 9 }] };
    ({ id } = await createForecast(b.ctx, b.deps, specOf('Disks', { capacity: 'size' })));
  });
  afterEach(() => b.cleanup());

  const train = () => trainForecast({ ...b.ctx, principal: 'engine', background: true }, b.source, b.deps, id);
  const read = () => readForecast(b.ctx, b.documents, id);
  const ask = (fields: object = {}, agoMs = 0) => {
    const { query } = parseQuery({ queryType: 'forecast', expr: 'used', ...fields });
    const toMs = b.clock.now() - agoMs;
    return runForecastQuery(b.ctx, b.source, b.deps.forecast, query as ForecastQuery, { fromMs: toMs - DAY, toMs });
  };
  const askBreach = () => {
    const { query } = parseQuery({ queryType: 'breach', expr: 'used', capacity: '5' });
    const toMs = b.clock.now();
    return runBreachQuery(b.ctx, b.source, b.deps.forecast, query as BreachQuery, { fromMs: toMs - DAY, toMs });
  };
  const modelsOf = ({ series }: Awaited<ReturnType<typeof ask>>) => [
    ...new Set(series.map(({ outcome }) => (outcome.kind === 'forecast' ? outcome.trust.model : outcome.kind))),
  ];
  const promotions = async () =>
    (await b.audit.list(b.ctx, { limit: 100 }))
      .filter(({ action }) => action === 'forecast.promote')
      .map(({ detail }) => `${String(detail['from'])} to ${String(detail['to'])}`)
      .reverse();

  it('leaves an answer, what can be trusted of it and when it breaches, and is due when the grid moves on', async () => {
    expect(await train()).toBe(2);
    const forecast = await read();
    expect(forecast).toMatchObject({
      version: 1,
      state: 'ready',
      servedModel: 'ensemble',
      trainedMs: b.clock.now(),
      originMs: b.clock.now(),
      nextDueMs: b.clock.now() + HOUR,
      trust: { series: 2, missing: 0, models: [{ model: 'ensemble', series: 2 }], mase: null, backtestOrigins: 5 },
      breach: { already: 0, likely: 0, unlikely: 1, withoutCapacity: 1, worst: { name: 'a', state: 'unlikely' } },
    });
    expect(forecast).not.toHaveProperty('progress');
  });

  it('reports how many series are done', async () => {
    b.reader.labels = Array.from({ length: 40 }, (_, i) => ({ node: `n${i}` }));
    const told: string[] = [];
    const seen: unknown[] = [];
    const { forecast } = b.model;
    await trainForecast(b.ctx, b.source, b.deps, id, (done, total) => told.push(`${done} of ${total}`));
    expect(told).toEqual(['0 of 40', '16 of 40', '32 of 40']);
    b.model.forecast = (request) => {
      seen.push(read());
      return forecast(request);
    };
    await train();
    expect(await Promise.all(seen.slice(0, 1))).toMatchObject([{ progress: { done: 0, total: 40 }, state: 'ready' }]);
  });

  it('learns once what all series have in common and tells each of them', async () => {
    b.reader.labels = Array.from({ length: 40 }, (_, i) => ({ node: `n${i}` }));
    const taught: number[] = [];
    const shared = { groups: [] };
    b.model.share = (requests) => {
      taught.push(requests.length);
      return shared;
    };
    await train();
    expect(taught).toEqual([40]);
    expect(b.asked.map((request) => request.shared)).toEqual(new Array(40).fill(shared));
  });

  it('serves dashboards and alert rules of the same signal, and says so', async () => {
    expect((await ask()).stored).toBeUndefined();
    await train();
    const asked = b.asked.length;
    const answer = await ask({ legendFormat: '{{node}}', capacity: '3', model: 'auto' });
    expect(answer.stored).toEqual({ id, name: 'Disks', model: 'ensemble', trainedMs: b.clock.now() });
    expect(modelsOf(answer)).toEqual(['ensemble']);
    expect((await askBreach()).stored).toMatchObject({ id });
    expect((await ask({ model: 'ensemble' })).stored).toMatchObject({ id });
    expect(b.asked.length).toBe(asked);
    expect(b.told.slice(1)).toMatchObject([1, 2, 3].map(() => ({ result: 'stored', isNewest: false })));
  });

  it('serves fewer bands where fewer are asked for', async () => {
    await train();
    const [series] = (await ask({ levels: [95] })).series;
    expect(series?.outcome).toMatchObject({ bands: [{ level: 95 }], trust: { coverage: [{ level: 95 }] } });
  });

  it.each<[string, object, number]>([
    ['another expression', { expr: 'other' }, 0],
    ['another step', { step: '30m' }, 0],
    ['another horizon', { horizon: '6d' }, 0],
    ['another window', { trainingWindow: '10d' }, 0],
    ['other bounds', { upperBound: 100 }, 0],
    ['another aggregate', { aggregate: 'max' }, 0],
    ['other bands', { levels: [50] }, 0],
    ['a model by name', { model: 'theta' }, 0],
    ['the past', {}, 2 * HOUR],
  ])('leaves %s to the fast path', async (_, fields, agoMs) => {
    await train();
    expect((await ask(fields, agoMs)).stored).toBeUndefined();
  });

  it('serves the answer before to queries whose clock is a little behind', async () => {
    await train();
    const first = await ask();
    b.clock.advance(HOUR);
    await train();
    expect((await ask()).plan.originMs).toBe(b.clock.now());
    const behind = await ask({}, 1);
    expect(behind.stored?.trainedMs).toBe(first.stored?.trainedMs);
    expect(behind.plan.originMs).toBe(first.plan.originMs);
  });

  it('goes on serving while the next training is late or fails, and says why it failed', async () => {
    await train();
    const trained = await read();
    b.clock.advance(2 * HOUR);
    b.reader.failure = new HeadroomError('source_unreachable', 'Nothing answers.', { remedy: 'Start it.' });
    await expectError(train(), 'source_unreachable');
    b.reader.failure = undefined;
    expect(await read()).toMatchObject({
      state: 'failed',
      reason: 'Nothing answers. Start it.',
      trainedMs: trained.trainedMs,
      trust: trained.trust,
      nextDueMs: b.clock.now() + HOUR,
    });
    const late = await ask();
    expect(late.stored).toMatchObject({ id, trainedMs: trained.trainedMs });
    expect(late.plan.originMs).toBe(trained.originMs);
    expect(late.series[0]?.actual.values).toHaveLength(22);
    await train();
    expect(await read()).toMatchObject({ state: 'ready', trainedMs: b.clock.now() });
    expect(await read()).not.toHaveProperty('reason');
  });

  it('is a failure when there are no series, rather than an empty answer', async () => {
    await train();
    b.reader.labels = [];
    await expectError(train(), 'not_found');
    expect(await read()).toMatchObject({ state: 'failed', servedModel: 'ensemble' });
    expect((await ask()).series).toHaveLength(2);
  });

  it('refuses an answer that is too large to be kept, before it promises it', async () => {
    b.model.forecast = (request) => {
      const made = flatForecast(request);
      const quantiles = new Float64Array(5_000_000);
      return { ...made, uncertainty: { ...made.uncertainty, quantiles } };
    };
    const error = await expectError(train(), 'too_large');
    expect(error.field).toBe('expr');
    expect(await read()).toMatchObject({ state: 'failed', servedModel: null });
  });

  it('does not blame the forecast when the engine stops', async () => {
    const aborter = new AbortController();
    b.model.forecast = () => {
      aborter.abort();
      throw new HeadroomError('canceled', 'Stopped.');
    };
    await expectError(trainForecast({ ...b.ctx, signal: aborter.signal }, b.source, b.deps, id), 'canceled');
    expect(await read()).toMatchObject({ state: 'pending', progress: { done: 0, total: 2 } });
  });

  it('keeps the forecast when its capacity cannot be read', async () => {
    const odd = new HeadroomError('invalid_expression', 'Odd.', { field: 'expr' });
    b.reader.readInstant = (_ctx: unknown, expr: string) =>
      expr === 'size' ? Promise.reject(odd) : Promise.resolve([]);
    await train();
    const { state, breach } = await read();
    expect(state).toBe('ready');
    expect(breach?.reason).toContain('Correct the capacity');
  });

  it('answers by its own model, never by another, when its answer is too old', async () => {
    await train();
    b.clock.advance(4 * DAY);
    const old = await ask();
    expect([old.stored?.id, modelsOf(old), old.plan.originMs]).toEqual([id, ['ensemble'], b.clock.now()]);
    expect(old.notices.join()).toContain('no recent answer');
  });

  it('is served after a restart, and answers by its own model when the kept answer is gone', async () => {
    await train();
    const restarted = (blobs: FakeBlobs) => {
      const cache = new ForecastCache(blobs, signalCodec, 1 << 20);
      const adaptations = new ForecastCache(blobs, adaptationsCodec, 1 << 20);
      return {
        ...b.deps.forecast,
        stored: createStoredAnswers({ documents: b.documents, cache, adaptations, clock: b.clock }),
      };
    };
    const toMs = b.clock.now();
    const { query } = parseQuery({ queryType: 'forecast', expr: 'used' });
    const askFrom = (forecast: ReturnType<typeof restarted>) =>
      runForecastQuery(b.ctx, b.source, forecast, query as ForecastQuery, { fromMs: toMs - DAY, toMs });
    const asked = b.asked.length;
    expect(await askFrom(restarted(b.blobs))).toMatchObject({ stored: { id }, notices: [] });
    expect(b.asked.length).toBe(asked);
    const lost = await askFrom(restarted(new FakeBlobs()));
    expect([lost.stored?.id, modelsOf(lost)]).toEqual([id, ['ensemble']]);
    expect(lost.notices.join()).toContain('damaged or lost');
  });

  it('serves nothing that was read from another source', async () => {
    await train();
    const { query } = parseQuery({ queryType: 'forecast', expr: 'used' });
    const toMs = b.clock.now();
    const elsewhere = { ...b.source, identity: 'another token' };
    const range = { fromMs: toMs - DAY, toMs };
    const answer = await runForecastQuery(b.ctx, elsewhere, b.deps.forecast, query as ForecastQuery, range);
    expect(answer.stored).toBeUndefined();
  });

  it('writes down every change of the model that is served, and serves the old one until the new is trained', async () => {
    await train();
    await train();
    expect(await promotions()).toEqual(['auto to ensemble']);
    await updateForecast(b.ctx, b.deps, id, specOf('Disks', { model: 'theta' }), 1);
    expect(modelsOf(await ask())).toEqual(['ensemble']);
    await train();
    expect(modelsOf(await ask())).toEqual(['theta']);
    expect(await promotions()).toEqual(['auto to ensemble', 'ensemble to theta']);
    expect((await read()).servedModel).toBe('theta');
  });

  it('no longer serves a signal that was changed or deleted', async () => {
    await train();
    await updateForecast(b.ctx, b.deps, id, specOf('Disks', { expr: 'other' }), 1);
    expect((await ask()).stored).toBeUndefined();
    expect((await ask({ expr: 'other' })).stored).toBeUndefined();
    await train();
    expect((await ask({ expr: 'other' })).stored).toMatchObject({ id });
    await deleteForecast(b.ctx, b.deps, id);
    expect((await ask({ expr: 'other' })).stored).toBeUndefined();
    expect(await train()).toBe(0);
  });

  describe('on schedule', () => {
    const finishJobs = async () => {
      for (let job; (job = await b.queue.claim(['forecast.train'], b.clock.now(), HOUR)) !== undefined; ) {
        await b.queue.complete(job);
      }
    };
    const due = () => queueDueTrainings(b.ctx, b.deps);

    it('is due at first, then with each step of the grid', async () => {
      expect(await due()).toBe(1);
      await finishJobs();
      await train();
      expect(await due()).toBe(0);
      b.clock.advance(HOUR - 1);
      expect(await due()).toBe(0);
      b.clock.advance(1);
      expect(await due()).toBe(1);
      expect((await b.queue.list(b.ctx, 10)).filter(({ state }) => state === 'waiting')).toHaveLength(1);
    });

    it('is due as seldom as it was told, and at once when it answers another question', async () => {
      await updateForecast(b.ctx, b.deps, id, { ...specOf('Disks'), schedule: '6h' }, 1);
      await train();
      b.clock.advance(5 * HOUR);
      expect(await due()).toBe(0);
      await updateForecast(b.ctx, b.deps, id, { ...specOf('Disks', { model: 'ets' }), schedule: '6h' }, 2);
      expect(await due()).toBe(1);
    });

    it('waits after a failure', async () => {
      b.reader.failure = new HeadroomError('source_unreachable', 'Nothing answers.');
      await expectError(train(), 'source_unreachable');
      expect(await due()).toBe(0);
      b.clock.advance(HOUR);
      expect(await due()).toBe(1);
    });

    it('forgets what was deleted a day ago', async () => {
      await train();
      await deleteForecast(b.ctx, b.deps, id);
      b.clock.advance(DAY);
      expect(await due()).toBe(0);
      expect(await b.documents.list(b.ctx, 'deleted-forecasts', { limit: 10 })).toEqual([]);
      expect(await b.documents.list(b.ctx, 'stored-forecast-runs', { limit: 10 })).toEqual([]);
    });
  });

  it('takes the ensemble of few series only from those who wait for it', async () => {
    b.reader.labels = Array.from({ length: 11 }, (_, i) => ({ node: `n${i}` }));
    b.model.forecast = (request) => flatForecast(request);
    const error = await expectError(ask({ model: 'ensemble', expr: 'many' }), 'too_large');
    expect(error).toMatchObject({ field: 'model' });
    expect(error.remedy).toContain('Store it as a forecast');
    expect(await train()).toBe(11);
    expect((await ask({ model: 'ensemble' })).series).toHaveLength(11);
  });
});
