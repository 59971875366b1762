import { beforeEach, describe, expect, it } from 'vitest';
import { alertPreviewSchema, type AlertPreviewRequest } from '#contract/alert-preview.ts';
import { HeadroomError } from '#contract/errors.ts';
import { parseFields } from '#contract/parse-query.ts';
import { breach } from '#model/forecast/breach.ts';
import { forecast } from '#model/forecast/forecast.ts';
import { fakeEngine } from '../../../../tests/support/fake-engine.ts';
import { runBreachQuery } from '../breach-query.ts';
import { contextOf, expectError } from '../ports/kit.contract.ts';
import type { InstantValue, Labels, RangeAnswer, RangeRequest } from '../ports/series-reader.ts';
import { alertValue } from '../breach-answer.ts';
import { type PreviewDeps, previewAlert, ReplayCache } from './preview.ts';
import { ReplayStore } from './replay-store.ts';
import { replayRule } from './rule-state.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Values of the expressions `used` and `size` at any time; `undefined`: no sample. */
function valueOf(expr: string, { volume }: Labels, atMs: number, nowMs: number): number | undefined {
  const hours = (atMs - nowMs) / HOUR;
  if (expr === 'size') {
    return volume === 'b' && hours > -30 ? 140 : 100; // enlarged
  }
  if (volume === 'a') {
    const sawtooth = 20 + (((((hours + 1_000) * 2.1) % 90) + 90) % 90); // fills up and is cleaned up
    return Math.abs(hours + 20) < 2 ? undefined : sawtooth + 2 * Math.sin(hours / 3);
  }
  return hours < -60 ? undefined : 115 + 0.9 * hours + 3 * Math.sin(hours);
}

describe('the preview of an alert rule', { timeout: 60_000 }, () => {
  const ctx = contextOf('1', 'prom');
  let engine: ReturnType<typeof fakeEngine>;
  let deps: PreviewDeps;
  let nowMs: number;
  beforeEach(() => {
    engine = fakeEngine();
    engine.clock.advance(7 * MINUTE);
    nowMs = engine.clock.now();
    deps = { forecast: engine.deps, replays: new ReplayCache() };
    engine.model.forecast = forecast;
    engine.model.breach = (task) => breach(task.forecast, task.capacity, task.direction, task.current, task.seed);
    const volumes: readonly Labels[] = [{ volume: 'a' }, { volume: 'b' }];
    engine.reader.readRange = async (_ctx: unknown, request: RangeRequest): Promise<RangeAnswer> => {
      engine.reader.ranges.push(request);
      const { expr, startMs, endMs, stepMs } = request;
      const length = (endMs - startMs) / stepMs + 1;
      const at = (labels: Labels, i: number) => valueOf(expr, labels, startMs + i * stepMs, nowMs) ?? NaN;
      const series = volumes.map((labels) => ({
        labels,
        startMs,
        stepMs,
        values: Float64Array.from({ length }, (_, i) => at(labels, i)),
      }));
      return { series: series.filter(({ values }) => !values.every(Number.isNaN)), notices: [] };
    };
    engine.reader.readInstant = async (_ctx: unknown, expr: string, atMs: number): Promise<InstantValue[]> =>
      volumes.flatMap((labels) => {
        const value = valueOf(expr, labels, atMs, nowMs);
        return value === undefined ? [] : [{ labels, value }];
      });
  });

  function requestOf(fields: object = {}, query: object = {}): AlertPreviewRequest {
    const signal = { expr: 'used', capacity: 'size', horizon: '1d', step: '1h', trainingWindow: '3d', within: '12h' };
    return parseFields(alertPreviewSchema, {
      query: { ...signal, ...query },
      threshold: 0.5,
      for: '40m',
      interval: '20m',
      days: 4,
      ...fields,
    });
  }

  const preview = (request: AlertPreviewRequest) => previewAlert(ctx, engine.source, deps, request);

  /** The rule as Grafana evaluates it: one breach query at each evaluation, its states on top. */
  async function evaluateRule(
    request: AlertPreviewRequest,
    { fromMs, evaluations }: { fromMs: number; evaluations: number }
  ) {
    const values = new Map<string, Float64Array>();
    const hasRows = new Uint8Array(evaluations);
    for (let i = 0; i < evaluations; i++) {
      const toMs = fromMs + i * request.interval;
      const range = { fromMs: toMs - HOUR, toMs };
      for (const series of (await runBreachQuery(ctx, engine.source, engine.deps, request.query, range)).series) {
        const value = alertValue(series, request.query.measure);
        if (value !== undefined) {
          const key = series.labels['volume'] ?? '';
          const row = values.get(key) ?? new Float64Array(evaluations).fill(NaN);
          values.set(key, row);
          row[i] = value;
          hasRows[i] = 1;
        }
      }
    }
    const { threshold, condition, noDataState } = request;
    const rule = { threshold, condition, noDataState, forMs: request.for, intervalMs: request.interval };
    return new Map(
      [...values]
        .map(([volume, row]) => [volume, replayRule(rule, { firstMs: fromMs, values: row, hasRows })] as const)
        .filter(([, firings]) => firings.length > 0)
    );
  }

  it.each<[string, object, object]>([
    ['the chance of a breach', {}, {}],
    ['days to it', { threshold: 0.4, condition: 'below' }, { measure: 'days' }],
    ['the chance that a signal falls to its capacity', { threshold: 0.3 }, { direction: 'down', capacity: '30' }],
    ['a daily maximum', { interval: '1h' }, { step: '2h', aggregate: 'max', upperBound: 150, model: 'seasonal-naive' }],
  ])(
    'says of %s what the rule says when the same days are replayed',
    async (_, fields, query) => {
      const request = requestOf(fields, query);
      const answer = await preview(request);
      expect(answer).toMatchObject({ complete: true, seriesCount: 2 });
      expect(answer.fired).toBeGreaterThan(0);
      const byVolume = new Map(answer.series.map(({ labels, firings }) => [labels['volume'], firings]));
      expect(byVolume).toEqual(await evaluateRule(request, answer));
    },
    60_000
  );

  it('reads the history once, then answers other thresholds without reading or forecasting', async () => {
    const first = await preview(requestOf());
    const [reads, forecasts] = [engine.reader.ranges.length, engine.asked.length];
    expect(engine.asked.every(({ levels }) => levels.length === 0)).toBe(true);
    expect(reads).toBe(3);
    expect(forecasts).toBeLessThanOrEqual(2 * (4 * 24 + 1));
    engine.clock.advance(10 * MINUTE);
    const other = await preview(requestOf({ threshold: 0.999, for: '0s' }, { legendFormat: '{{volume}}' }));
    expect([engine.reader.ranges.length, engine.asked.length]).toEqual([reads, forecasts]);
    expect(other.untilMs).toBe(first.untilMs);
    const shorter = requestOf({}, { within: '6h' });
    const byVolume = await evaluateRule(shorter, first);
    const asked = engine.asked.length;
    const { series } = await preview(shorter);
    expect(new Map(series.map(({ labels, firings }) => [labels['volume'], firings]))).toEqual(byVolume);
    expect(engine.asked).toHaveLength(asked);
    expect((await preview(requestOf({ threshold: 1 }))).fired).toBe(0);
  });

  it('goes on with the next call where time ran out, and comes to the same answer', async () => {
    const whole = await preview(requestOf());
    const slow = { forecast: engine.deps, replays: new ReplayCache() };
    const { forecast: quick } = engine.model;
    engine.model.forecast = (request) => {
      engine.clock.advance(50);
      return quick(request);
    };
    const answers = [];
    do {
      answers.push(await previewAlert(ctx, engine.source, slow, requestOf()));
    } while (answers.at(-1)?.complete !== true);
    expect(answers.length).toBeGreaterThan(1);
    expect(answers[0]).toMatchObject({ complete: false, fired: null, series: [], progress: { total: 2 * 97 } });
    const done = answers.map(({ progress }) => progress.done);
    expect(done).toEqual([...new Set(done)].sort((a, b) => a - b));
    expect(answers.at(-1)).toEqual(whole);
  });

  it('shares one replay between callers at the same time, and survives one that gives up', async () => {
    const aborter = new AbortController();
    const { compute } = engine.deps;
    const impatient = { ...ctx, signal: aborter.signal };
    const giveUp = new HeadroomError('canceled', 'The caller gave up.');
    const broken = {
      ...engine.deps,
      compute: {
        ...compute,
        replay: (as: typeof ctx, tasks: Parameters<typeof compute.replay>[1]) => {
          if (as.signal === aborter.signal) {
            aborter.abort();
            return Promise.reject(giveUp);
          }
          return compute.replay(as, tasks);
        },
      },
    };
    const shared = { forecast: broken as PreviewDeps['forecast'], replays: deps.replays };
    const [gone, stayed] = await Promise.allSettled([
      previewAlert(impatient, engine.source, shared, requestOf()),
      previewAlert(ctx, engine.source, shared, requestOf()),
    ]);
    expect(gone).toMatchObject({ status: 'rejected', reason: giveUp });
    expect(stayed).toMatchObject({ status: 'fulfilled', value: { complete: true } });
    expect(engine.reader.ranges).toHaveLength(3);
  });

  it('refuses what would take minutes before it makes a forecast', async () => {
    const long = requestOf({ days: 30, interval: '5m' }, { model: 'ensemble', step: '5m' });
    const error = await expectError(preview(long), 'too_large');
    expect(error.message).toContain('2 series at 8640 steps');
    expect(error.remedy).toContain('model auto');
    await expectError(preview(requestOf({ days: 30, interval: '4m' }, { step: '4m' })), 'too_large');
    expect(engine.asked).toEqual([]);
  });

  it('refuses an ensemble that nobody stored and the rule could not wait for', async () => {
    const twoSeries = engine.reader.readRange.bind(engine.reader);
    const many = Array.from({ length: 6 }, (_, i) => `${i}`);
    engine.reader.readRange = async (as: unknown, request: RangeRequest) => {
      const { series, notices } = await twoSeries(as, request);
      return {
        series: many.flatMap((rack) => series.map((one) => ({ ...one, labels: { ...one.labels, rack } }))),
        notices,
      };
    };
    const error = await expectError(preview(requestOf({ days: 1 }, { model: 'ensemble' })), 'too_large');
    expect(error.message).toContain('ensemble of 12 series');
    expect(engine.asked).toEqual([]);
  });

  it('refuses a capacity that is another one at every evaluation', async () => {
    const steady = engine.reader.readRange.bind(engine.reader);
    engine.reader.readRange = async (as: unknown, request: RangeRequest) => {
      const answer = await steady(as, request);
      return request.expr === 'size'
        ? { ...answer, series: answer.series.map((one) => ({ ...one, values: one.values.map((v, i) => v + i / 1e6) })) }
        : answer;
    };
    const error = await expectError(preview(requestOf({ interval: '10s', days: 1 })), 'too_large');
    expect(error.field).toBe('capacity');
  });

  it('obeys the deadline, and names capacity and window that make no sense', async () => {
    const late = { ...ctx, deadlineMs: nowMs + 100 };
    expect(await previewAlert(late, engine.source, deps, requestOf())).toMatchObject({ complete: false });
    expect((await expectError(preview(requestOf({}, { capacity: '' })), 'invalid_argument')).field).toBe('capacity');
    expect((await expectError(preview(requestOf({}, { within: '2d' })), 'invalid_argument')).field).toBe('within');
  });

  it('says when another model than the one that is replayed will answer the rule', async () => {
    const found = {
      id: 'f',
      name: 'Volumes',
      model: 'ensemble' as const,
      trainedMs: 0,
      originMs: 0,
      isLost: false,
      signal: undefined,
    };
    const withStored = { ...deps, forecast: { ...engine.deps, stored: { find: () => Promise.resolve(found) } } };
    const { notices } = await previewAlert(ctx, engine.source, withStored, requestOf({ days: 1 }));
    expect(notices.join()).toContain('stored forecast "Volumes" (model ensemble)');
    expect(notices.join()).toContain('trains the model auto at each step');
    const same = requestOf({ days: 1 }, { model: 'ensemble' });
    const [notice, alone] = (await previewAlert(ctx, engine.source, withStored, same)).notices;
    expect(notice).toContain('trains that model at each step');
    expect(alone).toContain('also learns from the other series');
  });

  describe('after a restart', () => {
    const storeOf = (models: string) => new ReplayStore(engine.blobs, engine.clock, models);
    const restarted = (models: string) => ({
      forecast: engine.deps,
      replays: new ReplayCache(),
      store: storeOf(models),
    });

    it('makes only the forecasts that are new', async () => {
      const whole = await previewAlert(ctx, engine.source, restarted('1'), requestOf());
      const forecasts = engine.asked.length;
      expect(await previewAlert(ctx, engine.source, restarted('1'), requestOf())).toEqual(whole);
      expect(engine.asked).toHaveLength(forecasts);
      engine.clock.advance(3 * HOUR);
      nowMs = engine.clock.now() - 3 * HOUR; // the past stays as it was
      const later = await previewAlert(ctx, engine.source, restarted('1'), requestOf());
      expect(engine.asked.length - forecasts).toBe(2 * 3);
      expect(later).toEqual(await previewAlert(ctx, engine.source, deps, requestOf()));
    });

    it('forgets what other models, other samples or another capacity gave', async () => {
      await previewAlert(ctx, engine.source, restarted('1'), requestOf());
      const forecasts = engine.asked.length;
      await previewAlert(ctx, engine.source, restarted('2'), requestOf());
      expect(engine.asked).toHaveLength(2 * forecasts);
      await previewAlert(ctx, engine.source, restarted('1'), requestOf({}, { capacity: '150' }));
      expect(engine.asked.length).toBeGreaterThan(2 * forecasts);
    });

    it('does without a store that fails', async () => {
      engine.blobs.failure = new Error('disk full');
      const answer = await previewAlert(ctx, engine.source, restarted('1'), requestOf());
      expect(answer).toEqual(await preview(requestOf()));
    });
  });

  it('is for editors', async () => {
    await expectError(previewAlert({ ...ctx, role: 'Viewer' }, engine.source, deps, requestOf()), 'permission_denied');
  });
});
