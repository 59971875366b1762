import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseQuery } from '#contract/parse-query.ts';
import type { BreachQuery, ForecastQuery } from '#contract/query.ts';
import type { Forecast } from '#model/forecast/types.ts';
import { normalQuantile } from '#model/stats/normal.ts';
import { normalForecast } from '../../../../tests/support/normal-forecast.ts';
import { specOf, storedBench } from '../../../../tests/support/stored-bench.ts';
import { runBreachQuery } from '../breach-query.ts';
import { ForecastCache } from '../forecast-cache.ts';
import { runForecastQuery } from '../forecast-query.ts';
import { signalCodec } from '../signal-codec.ts';
import { adaptForecast } from './adapt.ts';
import { adaptationsCodec } from './adaptations.ts';
import { createForecast, updateForecast } from './manage.ts';
import { readForecast } from './read.ts';
import { queueDueTrainings } from './schedule.ts';
import { createStoredAnswers } from './serve.ts';
import { trainForecast } from './train.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const UPPER_80 = normalQuantile(0.9);
const LOWER_95 = normalQuantile(0.025);

describe('adapting stored forecasts', () => {
  let b: ReturnType<typeof storedBench>;
  let id: string;
  let originMs: number;
  /** Values by hours after the origin of the first training; elsewhere 0. */
  let actuals: Record<number, number>;
  beforeEach(async () => {
    b = storedBench();
    actuals = {};
    b.model.forecast = ({ series, horizon, levels, model }): Forecast => {
      const { trust, ...rest } = normalForecast(horizon, 0, 1, levels);
      const { startMs, stepMs, values } = series;
      return { ...rest, startMs: startMs + values.length * stepMs, stepMs, trust: { ...trust, model } };
    };
    const readRange = b.reader.readRange.bind(b.reader);
    b.reader.readRange = async (ctx, request) => {
      const { series, notices } = await readRange(ctx, request);
      const hourOf = (i: number) => (request.startMs + i * request.stepMs - originMs) / HOUR;
      return {
        series: series.map((one) => ({ ...one, values: one.values.map((_, i) => actuals[hourOf(i)] ?? 0) })),
        notices,
      };
    };
    ({ id } = await createForecast(b.ctx, b.deps, { ...specOf('Disks'), schedule: '12h' }));
    originMs = b.clock.now();
    await train();
  });
  afterEach(() => b.cleanup());

  const background = () => ({ ...b.ctx, principal: 'engine', background: true });
  const train = () => trainForecast(background(), b.source, b.deps, id);
  const adapt = () => adaptForecast(background(), b.source, b.deps, id);
  const ask = async (deps = b.deps.forecast, fields: object = {}) => {
    const { query } = parseQuery({ queryType: 'forecast', expr: 'used', ...fields });
    const toMs = b.clock.now();
    const range = { fromMs: toMs - DAY, toMs };
    const { series, stored } = await runForecastQuery(b.ctx, b.source, deps, query as ForecastQuery, range);
    const [outcome] = series.map((one) => one.outcome);
    return { stored, forecast: outcome?.kind === 'forecast' ? outcome : undefined };
  };
  const upper80 = async () => (await ask()).forecast?.bands[0]?.upper.at(-1) ?? NaN;
  const since = async () => (await ask()).forecast?.trust.since;
  const counted = async () =>
    (await since())?.coverage.map(({ level, samples, measured }) => [level, samples, measured]);

  it('widens what is served once values outside have come, and says how many were inside', async () => {
    expect([await upper80(), await since()]).toEqual([UPPER_80, undefined]);
    Object.assign(actuals, { 1: 5, 2: 0, 3: 1.5 });
    b.clock.advance(3 * HOUR);
    expect(await adapt()).toBe(1);
    expect(await upper80()).toBeCloseTo(UPPER_80 * Math.exp(2 * 0.045 - 0.005), 10);
    expect(await counted()).toEqual([
      [80, 3, 1 / 3],
      [95, 3, 2 / 3],
    ]);
    expect((await since())?.sinceMs).toBe(originMs);
    expect((await readForecast(b.ctx, b.documents, id)).trust?.since?.coverage[0]).toMatchObject({ samples: 3 });
  });

  it.each<[string, object, number, number]>([
    ['zero what never was negative', {}, 0, LOWER_95 * Math.exp(0.04875 * (1 + 2 ** (-1 / 24)))],
    ['the lower bound of the query', { lowerBound: -1 }, -1, -1],
  ])('widens no further than to %s, whatever comes before the next training', async (_, query, before, after) => {
    await updateForecast(b.ctx, b.deps, id, { ...specOf('Disks', query), schedule: '12h' }, 1);
    await train();
    const lower95 = async () => (await ask(undefined, query)).forecast?.bands[1]?.lower.at(-1);
    Object.assign(actuals, { 1: -5, 2: -5 });
    b.clock.advance(HOUR);
    await adapt();
    expect(await lower95()).toBe(before);
    await train();
    b.clock.advance(HOUR);
    await adapt();
    expect(await lower95()).toBeCloseTo(after, 10);
  });

  it('draws breaches from the widened distribution', async () => {
    Object.assign(actuals, { 1: 5 });
    b.clock.advance(HOUR);
    await adapt();
    const { query } = parseQuery({ queryType: 'breach', expr: 'used', capacity: '9' });
    const toMs = b.clock.now();
    await runBreachQuery(b.ctx, b.source, b.deps.forecast, query as BreachQuery, { fromMs: toMs - DAY, toMs });
    const { probabilities, quantiles } = b.breachTasks.at(-1)!.forecast.uncertainty;
    expect(quantiles[probabilities.indexOf(0.9)]).toBeCloseTo(UPPER_80 * Math.exp(0.045), 10);
  });

  it('counts each value once, however often it is asked for', async () => {
    Object.assign(actuals, { 1: 5 });
    b.clock.advance(HOUR);
    await adapt();
    const [width, count] = [await upper80(), await counted()];
    expect(await adapt()).toBe(1);
    expect([await upper80(), await counted()]).toEqual([width, count]);
    await train();
    expect(await counted()).toEqual(count);
  });

  it('waits for a value that is late, and skips a gap', async () => {
    Object.assign(actuals, { 1: 0, 2: NaN, 3: NaN });
    b.clock.advance(3 * HOUR);
    await adapt();
    expect((await since())?.coverage[0]).toMatchObject({ samples: 1 });
    Object.assign(actuals, { 2: NaN, 3: 0 });
    b.clock.advance(HOUR);
    await adapt();
    expect((await since())?.coverage[0]).toMatchObject({ samples: 3 });
  });

  it('goes on through the next training, which forgets a part', async () => {
    Object.assign(actuals, { 1: 5, 2: 5 });
    b.clock.advance(2 * HOUR);
    await train();
    expect(await upper80()).toBeCloseTo(UPPER_80 * Math.exp(0.09 * 2 ** (-2 / 24)), 10);
    expect(await counted()).toEqual([
      [80, 2, 0],
      [95, 2, 0],
    ]);
    Object.assign(actuals, { 3: 0 });
    b.clock.advance(HOUR);
    await train();
    expect((await since())?.coverage[0]).toMatchObject({ samples: 3, measured: 1 / 3 });
  });

  it('begins anew with another model', async () => {
    Object.assign(actuals, { 1: 5 });
    b.clock.advance(HOUR);
    await adapt();
    await updateForecast(b.ctx, b.deps, id, { ...specOf('Disks', { model: 'theta' }), schedule: '12h' }, 1);
    await train();
    expect([await upper80(), await since()]).toEqual([UPPER_80, undefined]);
  });

  it('is remembered by an engine that has been started anew', async () => {
    Object.assign(actuals, { 1: 5 });
    b.clock.advance(HOUR);
    await adapt();
    const kept = {
      cache: new ForecastCache(b.blobs, signalCodec, 1 << 20),
      adaptations: new ForecastCache(b.blobs, adaptationsCodec, 1 << 20),
    };
    const stored = createStoredAnswers({ documents: b.documents, clock: b.clock, ...kept });
    const { forecast } = await ask({ ...b.deps.forecast, stored });
    expect(forecast?.bands[0]?.upper[0]).toBe(await upper80());
    expect(forecast?.trust.since).toEqual(await since());
  });

  it('serves results from before there were adaptations and chosen bands', async () => {
    const run = (await b.documents.get<{ result: { levels?: unknown } }>(b.ctx, 'stored-forecast-runs', id))!.value;
    const { levels: _, ...result } = run.result;
    await b.documents.put(b.ctx, 'stored-forecast-runs', id, { ...run, result });
    const served = await ask();
    expect([served.stored?.id, served.forecast?.bands.map(({ level }) => level)]).toEqual([id, [80, 95]]);
  });

  it('is queued when a step is complete, unless a training is due', async () => {
    const waiting = async () =>
      (await b.queue.list(b.ctx, 10)).filter(({ state }) => state === 'waiting').map(({ kind }) => kind);
    const finish = async () => {
      for (let job; (job = await b.queue.claim(['forecast.train', 'forecast.adapt'], b.clock.now(), HOUR)); ) {
        await b.queue.complete(job);
      }
    };
    await finish();
    await queueDueTrainings(b.ctx, b.deps);
    expect(await waiting()).toEqual([]);
    b.clock.advance(HOUR);
    await queueDueTrainings(b.ctx, b.deps);
    expect(await waiting()).toEqual(['forecast.adapt']);
    await finish();
    await adapt();
    await queueDueTrainings(b.ctx, b.deps);
    expect(await waiting()).toEqual([]);
    b.clock.advance(11 * HOUR);
    await queueDueTrainings(b.ctx, b.deps);
    expect(await waiting()).toEqual(['forecast.train']);
  });

  it('is for those who have the same source', async () => {
    b.clock.advance(HOUR);
    expect(await adaptForecast(background(), { ...b.source, identity: 'another token' }, b.deps, id)).toBe(0);
    expect(await adaptForecast(background(), b.source, b.deps, 'none')).toBe(0);
  });

  it('has bands of the chosen levels, and those that rules need', async () => {
    await updateForecast(b.ctx, b.deps, id, { ...specOf('Disks', { levels: [50, 99] }), schedule: '12h' }, 1);
    expect((await ask(undefined, { levels: [50, 99] })).stored).toBeUndefined();
    await queueDueTrainings(b.ctx, b.deps);
    await train();
    for (const levels of [[50, 99], [80, 95], [99]]) {
      const { stored, forecast } = await ask(undefined, { levels });
      expect([stored?.id, forecast?.bands.map(({ level }) => level)]).toEqual([id, levels]);
      expect(forecast?.trust.coverage.map(({ level }) => level)).toEqual(levels);
    }
    expect((await ask(undefined, { levels: [70] })).stored).toBeUndefined();
    const { query, trust } = await readForecast(b.ctx, b.documents, id);
    expect([query.levels, trust?.coverage.map(({ level }) => level)]).toEqual([
      [50, 99],
      [50, 99],
    ]);
  });
});

describe('adaptationsCodec', () => {
  const value = { subject: 'a', askedMs: 5, series: {} };

  it('gives back what it was given, and takes another version for absent', () => {
    expect(adaptationsCodec.decode(adaptationsCodec.encode(value))).toEqual(value);
    const other = new TextEncoder().encode(JSON.stringify({ version: 0, value }));
    expect(adaptationsCodec.decode(other)).toBeUndefined();
  });

  it('throws on damaged bytes, for the cache to log', () => {
    expect(() => adaptationsCodec.decode(Uint8Array.of(1, 2))).toThrow();
  });
});
