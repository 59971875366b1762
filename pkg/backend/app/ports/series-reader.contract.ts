import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SourceLimits } from '#contract/settings.ts';
import type { Clock } from './clock.ts';
import { contextOf, expectError } from './kit.contract.ts';
import type { Labels, RangeRequest, SeriesReader } from './series-reader.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const SCRAPE = 15 * SECOND;
const START = Date.UTC(2025, 0, 1);
const NOON = START + 12 * HOUR;
const END = START + 13 * HOUR;

/** A series that the source must hold. */
export interface ContractSeries {
  readonly name: string;
  readonly labels: Labels;
  /** Unix milliseconds and value, in order. */
  readonly samples: readonly (readonly [number, number])[];
}

/** What the source must hold for the suite: 13 hours of gauges, one sample in 15 seconds. */
export const CONTRACT_SERIES: readonly ContractSeries[] = [
  // The seconds since the start: the last sample at or before any time is known.
  scraped('contract_ramp', { zone: 'a' }, START, END, (atMs) => (atMs - START) / SECOND),
  scraped('contract_ramp', { zone: 'b' }, START, END, () => 7),
  // Lived in the first hour only.
  scraped('contract_ramp', { zone: 'gone' }, START, START + HOUR, () => 1),
  scraped('contract_step', {}, START, END, (atMs) => (atMs > NOON ? 1 : 0)),
  scraped('contract_spike', {}, START, END, (atMs) => (atMs === NOON ? 100 : 0)),
  scraped('contract_odd', {}, NOON, END, (atMs) => [NaN, Infinity, -Infinity, 4][(atMs / MINUTE) % 4] ?? 4),
];

/** Starts a source that holds {@link CONTRACT_SERIES} and gives readers of it. */
export interface SeriesReaderFixture {
  /** A reader with these limits, which takes `clock` for its "now". */
  open(limits: Partial<SourceLimits>, clock: Clock): SeriesReader;
  cleanup(): Promise<void>;
}

const context = contextOf('1', 'prom');
const clock: Clock = { now: () => END };
const hour: RangeRequest = {
  expr: 'contract_ramp{zone!="gone"}',
  startMs: NOON,
  endMs: END,
  stepMs: 5 * MINUTE,
  aggregate: 'last',
};

/** What every series reader must do. */
export function seriesReaderContract(name: string, start: () => Promise<SeriesReaderFixture>): void {
  describe(`series reader contract: ${name}`, () => {
    let fixture: SeriesReaderFixture;
    let reader: SeriesReader;
    beforeAll(async () => {
      fixture = await start();
      reader = fixture.open({}, clock);
    });
    afterAll(() => fixture.cleanup());

    rangeContract(() => reader);
    aggregateContract(() => reader);
    limitContract((limits) => fixture.open(limits, clock));
    refusalContract(() => reader);
    lookupContract(() => reader);
  });
}

function rangeContract(reader: () => SeriesReader): void {
  it('gives series ordered by labels, each with a value for every point of the grid', async () => {
    const { series, notices } = await reader().readRange(context, hour);
    expect(series.map(({ labels }) => labels['zone'])).toEqual(['a', 'b']);
    expect(series.every(({ startMs, stepMs }) => startMs === NOON && stepMs === 5 * MINUTE)).toBe(true);
    expect([...(series[0]?.values ?? [])]).toEqual(Array.from({ length: 13 }, (_, index) => 43_200 + index * 300));
    expect([...(series[1]?.values ?? [])]).toEqual(Array.from({ length: 13 }, () => 7));
    expect(notices).toEqual([]);
  });

  it('keeps the name of a metric that is not aggregated', async () => {
    const { series } = await reader().readRange(context, hour);
    expect(series[0]?.labels).toEqual({ __name__: 'contract_ramp', zone: 'a' });
  });

  it('takes the last sample before a point between two scrapes', async () => {
    const odd = { ...hour, startMs: NOON, endMs: NOON + 14 * SECOND, stepMs: 7 * SECOND };
    const aligned = {
      ...odd,
      startMs: Math.ceil(NOON / 7_000) * 7_000,
      endMs: Math.ceil(NOON / 7_000) * 7_000 + 14_000,
    };
    const { series } = await reader().readRange(context, aligned);
    const expected = [0, 1, 2].map((index) => {
      const at = aligned.startMs + index * 7_000 - START;
      return Math.floor(at / SCRAPE) * 15;
    });
    expect([...(series[0]?.values ?? [])]).toEqual(expected);
  });

  it('marks by NaN where a series has nothing', async () => {
    const request = {
      ...hour,
      expr: 'contract_ramp{zone="gone"}',
      startMs: START,
      endMs: START + 2 * HOUR,
      stepMs: HOUR / 2,
    };
    const { series } = await reader().readRange(context, request);
    expect(series.map(({ values }) => [...values])).toEqual([[1, 1, 1, NaN, NaN]]);
  });

  it('turns NaN and infinities into gaps and says so', async () => {
    const request = { ...hour, expr: 'contract_odd', startMs: NOON, endMs: NOON + 7 * MINUTE, stepMs: MINUTE };
    const { series, notices } = await reader().readRange(context, request);
    expect([...(series[0]?.values ?? [])]).toEqual([NaN, NaN, NaN, 4, NaN, NaN, NaN, 4]);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/^6 samples/);
  });

  it('gives an empty answer where nothing matches', async () => {
    expect(await reader().readRange(context, { ...hour, expr: 'contract_nothing' })).toEqual({
      series: [],
      notices: [],
    });
  });

  it('bears comments, line breaks and strings in the expression', async () => {
    const expr = '# a comment\nsum(\n  contract_ramp{zone=~"a|b"} # )[\n) # the end';
    const { series } = await reader().readRange(context, { ...hour, expr, aggregate: 'max' });
    expect(series).toHaveLength(1);
  });
}

function aggregateContract(reader: () => SeriesReader): void {
  const around: RangeRequest = { ...hour, startMs: NOON - HOUR, endMs: NOON + HOUR };
  const valuesOf = async (request: RangeRequest) => {
    const { series } = await reader().readRange(context, request);
    return [...(series[0]?.values ?? [])];
  };

  it.each<[string, number, readonly number[]]>([
    // 0 up to and at noon, 1 after it.
    ['contract_step', MINUTE, [0, 0, 1]],
    ['contract_step', 5 * MINUTE, [0, 0, 1]],
    ['contract_step', HOUR, [0, 0, 1]],
    // 100 at noon only; no evaluation falls into the 15 s for which that is the last sample, but the one at noon.
    ['contract_spike', 5 * MINUTE, [0, 100, 0]],
    ['contract_spike', HOUR, [0, 100, 0]],
  ])('covers the step that ends at the point, its start excluded: %s, %d ms', async (expr, stepMs, expected) => {
    const [before, at, after] = expected;
    const steps = HOUR / stepMs;
    expect(await valuesOf({ ...around, stepMs, expr, aggregate: 'max' })).toEqual([
      ...Array.from({ length: steps }, () => before),
      at,
      ...Array.from({ length: steps }, () => after),
    ]);
  });

  it('averages, and finds the extremes, over the step', async () => {
    const first = [25, 50, 75, 100, 125, 150, 175, 200, 225, 250, 275, 300].map((s) => Math.floor(s / 15) * 15);
    const request = { ...hour, startMs: START + 5 * MINUTE, endMs: START + 5 * MINUTE };
    const mean = first.reduce((sum, value) => sum + value, 0) / first.length;
    expect((await valuesOf({ ...request, aggregate: 'avg' }))[0]).toBeCloseTo(mean, 9);
    expect(await valuesOf({ ...request, aggregate: 'min' })).toEqual([15]);
    expect(await valuesOf({ ...request, aggregate: 'max' })).toEqual([300]);
  });
}

function limitContract(open: (limits: Partial<SourceLimits>) => SeriesReader): void {
  it('estimates the series of the whole range, not only those of its end', async () => {
    const all = { ...hour, expr: 'contract_ramp', startMs: START, stepMs: 10 * MINUTE };
    const estimate = await open({}).estimate(context, all);
    expect(estimate.series).toBe(3);
    expect(estimate.points).toBeGreaterThanOrEqual(2 * 79);
    expect(estimate.points).toBeLessThanOrEqual(3 * 79);
  });

  it('refuses more series than the limit, with both numbers and a remedy', async () => {
    const reader = open({ maxSeries: 1 });
    const error = await expectError(reader.readRange(context, hour), 'too_large');
    expect(error.field).toBe('expr');
    expect(error.message).toContain('2 series (limit 1)');
    expect(error.remedy).toContain('series limit');
  });

  it('refuses more samples than the limit, with both numbers and a remedy', async () => {
    const reader = open({ maxSamples: 1_000 });
    const day = { ...hour, expr: 'avg_over_time(contract_ramp[1h])', stepMs: MINUTE };
    const error = await expectError(reader.readRange(context, day), 'too_large');
    expect(error.field).toBe('expr');
    expect(error.message).toContain('limit 1,000');
    expect(error.remedy).toContain('sample limit');
  });
}

function refusalContract(reader: () => SeriesReader): void {
  it.each([
    ['that cannot be parsed', 'sum(contract_ramp', /parse/],
    ['of an unknown function', 'forecast(contract_ramp)', /function/],
    ['that closes more than it opens', 'contract_ramp) or (contract_step', /parse/],
    ['that is a scalar', '42', /vector\(42\)/],
    ['that is a text', '"x"', /text/],
    ['that is a range', 'contract_ramp[5m]', /rate\(contract_ramp\[5m\]\)/],
    ['that matches badly', 'contract_ramp / on() contract_ramp', /match/],
    ['that is empty', ' ', /empty/],
  ])('tells what is wrong with an expression %s, with every aggregate', async (_, expr, text) => {
    for (const aggregate of ['avg', 'last'] as const) {
      const error = await expectError(reader().readRange(context, { ...hour, expr, aggregate }), 'invalid_expression');
      expect(error.field).toBe('expr');
      expect(error.sentence).toMatch(text);
    }
  });

  it('gives positions in the text of the user', async () => {
    const error = await expectError(
      reader().readRange(context, { ...hour, expr: 'up +', aggregate: 'avg' }),
      'invalid_expression'
    );
    expect(error.message).toContain('1:5');
  });

  it('stops for a caller that has gone, and at the deadline', async () => {
    const gone = { ...context, signal: AbortSignal.abort() };
    const late = { ...context, deadlineMs: END };
    await expectError(reader().readRange(gone, hour), 'canceled');
    await expectError(reader().check(gone), 'canceled');
    await expectError(reader().readRange(late, hour), 'deadline_exceeded');
    await expectError(reader().labelNames(late, undefined), 'deadline_exceeded');
  });
}

function lookupContract(reader: () => SeriesReader): void {
  it('reads values at one time', async () => {
    const values = await reader().readInstant(context, 'sum by (zone) (contract_ramp)', NOON);
    expect([...values].sort((a, b) => a.value - b.value)).toEqual([
      { labels: { zone: 'b' }, value: 7 },
      { labels: { zone: 'a' }, value: 43_200 },
    ]);
    expect(await reader().readInstant(context, 'scalar(contract_step)', END)).toEqual([{ labels: {}, value: 1 }]);
    expect(await reader().readInstant(context, 'contract_nothing', NOON)).toEqual([]);
    await expectError(reader().readInstant(context, 'sum(', NOON), 'invalid_expression');
  });

  it('lists labels and their values', async () => {
    expect(await reader().labelNames(context, 'contract_ramp')).toEqual(['__name__', 'zone']);
    expect(await reader().labelNames(context, undefined)).toContain('zone');
    expect(await reader().labelValues(context, 'zone', undefined, 100)).toEqual(['a', 'b', 'gone']);
    expect(await reader().labelValues(context, 'zone', undefined, 2)).toHaveLength(2);
    expect(await reader().labelValues(context, 'zone', 'contract_ramp{zone!="a"}', 100)).toEqual(['b', 'gone']);
    expect(await reader().labelValues(context, '__name__', '{zone="a"}', 100)).toEqual(['contract_ramp']);
    await expectError(reader().labelNames(context, 'contract_ramp{'), 'invalid_expression');
  });

  it('checks a source that is well', async () => {
    const status = await reader().check(context);
    expect(Object.keys(status).sort()).toEqual(['clockSkewMs', 'headSeries', 'version']);
  });
}

function scraped(
  name: string,
  labels: Labels,
  fromMs: number,
  toMs: number,
  valueAt: (atMs: number) => number
): ContractSeries {
  const times = Array.from({ length: (toMs - fromMs) / SCRAPE + 1 }, (_, index) => fromMs + index * SCRAPE);
  return { name, labels, samples: times.map((atMs) => [atMs, valueAt(atMs)] as const) };
}
