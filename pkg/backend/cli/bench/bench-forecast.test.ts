import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forecast } from '#model/forecast/forecast.ts';
import { shareAcross } from '#model/forecast/share.ts';
import { seededRandom } from '#model/stats/random.ts';
import type { Context } from '../../app/context.ts';
import type { Compute } from '../../app/ports/compute.ts';
import { benchForecast } from './bench-forecast.ts';
import { readForecastData } from './forecast-data.ts';

const STEPS = 260;
const ORIGINS = [200, 230];
const HORIZON = 24;

const compute: Compute = {
  forecast: async (_ctx, requests) => requests.map(forecast),
  share: async (_ctx, requests) => shareAcross(requests),
  breach: () => Promise.reject(new Error('Nobody asked for a breach.')),
  detect: () => Promise.reject(new Error('Nobody asked for anomalies.')),
  recommend: () => Promise.reject(new Error('Nobody asked for advice.')),
  detectTogether: () => Promise.reject(new Error('Nobody asked for anomalies.')),
  replay: () => Promise.resolve([]),
};
const nobody = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const ctx: Context = {
  org: '0',
  source: 'test',
  principal: 'test',
  role: 'Admin',
  deadlineMs: Infinity,
  signal: new AbortController().signal,
  traceId: '0',
  log: nobody,
};

interface Named {
  readonly name: string;
  readonly dataset: string;
  readonly values: readonly number[];
}

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'headroom-bench-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A daily rhythm, a ramp with gaps, and noise around a level. */
function drawSeries(): Named[] {
  const random = seededRandom(3);
  const draw = (signal: (t: number) => number) => Array.from({ length: STEPS }, (_, t) => signal(t));
  return [
    { name: 'b', dataset: 'one', values: draw((t) => 20 + 5 * Math.sin((2 * Math.PI * t) / 24) + random.normal()) },
    { name: 'a', dataset: 'one', values: draw((t) => (t % 50 === 7 ? NaN : 3 * t + 4 * random.normal())) },
    { name: 'c', dataset: 'two', values: draw(() => 7 + 2 * random.normal()) },
  ];
}

function write(series: readonly Named[]): string {
  const folder = mkdtempSync(join(directory, 'set-'));
  const rows = series.flatMap(({ name, values }) =>
    values.map((value, t) => `${name},${3_600 * t},${Number.isNaN(value) ? '' : value}`)
  );
  writeFileSync(join(folder, 'forecast.csv.gz'), gzipSync(['series,ts,value', ...rows, ''].join('\n')));
  const meta = series.map(({ name, dataset }) => [
    name,
    { dataset, freq_s: 3_600, season: 24, mase_m: 24, horizon: HORIZON, n: STEPS, origins: ORIGINS },
  ]);
  writeFileSync(join(folder, 'forecast_meta.json'), JSON.stringify(Object.fromEntries(meta)));
  return folder;
}

const ALL = { dataset: undefined, limit: undefined };

async function predict(series: readonly Named[], model = 'ensemble'): Promise<Map<string, number[]>> {
  const folder = write(series);
  const out = join(folder, 'out.csv');
  const report = await benchForecast(ctx, compute, readForecastData(folder, ALL), model, out);
  expect(report).toMatchObject({ series: series.length, forecasts: 2 * series.length, missing: [] });
  const [header, ...lines] = readFileSync(out, 'utf8').trimEnd().split('\n');
  expect(header).toBe('series,origin,step,mean,q10,q50,q90,q2.5,q97.5');
  return new Map(
    lines.map((line) => {
      const [name, origin, step, ...numbers] = line.split(',');
      return [`${name},${origin},${step}`, numbers.map(Number)];
    })
  );
}

describe('benchForecast', () => {
  it('predicts every step of every origin with ordered quantiles', async () => {
    const rows = await predict(drawSeries());
    expect(rows.size).toBe(3 * ORIGINS.length * HORIZON);
    for (const [mean, q10, q50, q90, low, high] of rows.values()) {
      expect(q50).toBe(mean);
      expect(low! <= q10! && q10! <= q50! && q50! <= q90! && q90! <= high!).toBe(true);
    }
  });

  it('knows no series: renamed, shuffled and rescaled ones get the correspondingly rescaled forecasts', async () => {
    const series = drawSeries();
    const plain = await predict(series);
    const renamed = new Map([
      ['a', 'c'],
      ['b', 'x9'],
      ['c', 'a'],
    ]);
    const moved = await predict(
      [...series].reverse().map(({ name, values }) => ({
        name: renamed.get(name)!,
        dataset: 'other',
        values: values.map((value) => 1_000 * value + 4_321),
      }))
    );
    for (const [key, numbers] of plain) {
      const [name = '', ...rest] = key.split(',');
      const others = moved.get([renamed.get(name), ...rest].join(','))!;
      numbers.forEach((value, i) => expect(others[i]).toBeCloseTo(1_000 * value + 4_321, 2));
    }
  });

  it('never reads a row at or after an origin', async () => {
    const series = drawSeries();
    const plain = await predict(series);
    const changed = await predict(
      series.map((one) => ({ ...one, values: one.values.map((value, t) => (t < ORIGINS[0]! ? value : -9e5 * t)) }))
    );
    for (const [key, numbers] of plain) {
      if (key.split(',')[1] === String(ORIGINS[0])) {
        expect(changed.get(key)).toEqual(numbers);
      }
    }
  });
});

describe('series of one step', () => {
  const random = seededRandom(5);
  const rhythm = (t: number) => 20 + 5 * Math.sin((2 * Math.PI * t) / 24) + random.normal();
  const alike = ['a', 'b', 'c'].map((name) => ({
    name,
    dataset: name,
    values: Array.from({ length: STEPS }, (_, t) => rhythm(t)),
  }));

  it('are forecast together, but by no row at or after the origin', async () => {
    const plain = await predict(alike, 'global-ridge');
    const alone = await predict(alike.slice(0, 1), 'global-ridge');
    const changed = await predict(
      alike.map((one, i) => ({
        ...one,
        values: one.values.map((value, t) => (t < ORIGINS[i === 0 ? 1 : 0]! ? value : -9e5 * t)),
      })),
      'global-ridge'
    );
    const first = `a,${ORIGINS[0]},1`;
    expect(alone.get(first)).not.toEqual(plain.get(first));
    for (const [key, numbers] of plain) {
      if (key.split(',')[1] === String(ORIGINS[0])) {
        expect(changed.get(key)).toEqual(numbers);
      }
    }
  });
});

describe('readForecastData', () => {
  it('takes one set, or the first series of each by name', () => {
    const folder = write(drawSeries());
    const names = (filter: Parameters<typeof readForecastData>[1]) =>
      readForecastData(folder, filter).map(({ name }) => name);
    expect(names(ALL)).toEqual(['a', 'b', 'c']);
    expect(names({ dataset: 'one', limit: undefined })).toEqual(['a', 'b']);
    expect(names({ dataset: undefined, limit: 1 })).toEqual(['a', 'c']);
    expect(readForecastData(folder, ALL)[0]!.values[7]).toBeNaN();
  });

  it('says what is missing', () => {
    expect(() => readForecastData(join(directory, 'nowhere'), ALL)).toThrow(/Cannot read .*forecast_meta\.json/);
  });
});
