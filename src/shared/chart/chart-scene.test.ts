import { describe, expect, it } from 'vitest';
import type { SeriesForecastJson } from '#contract/rest.ts';
import { columnAt, placeAt, toChartScene, viewOfLine } from './chart-scene.ts';
import { sceneSummary } from './chart-summary.ts';
import { type ChartView, toChartView } from './chart-view.ts';

const view = (name: string, startMs: number, stepMs: number, values: Array<number | null>): ChartView => {
  const forecast: SeriesForecastJson = { name, labels: {}, stepMs, actual: { startMs, values }, notices: [] };
  const unit = { format: String, isBinary: false };
  return toChartView({ forecast, breachKind: 'full', nowMs: 100, timeZone: 'utc', unit });
};

describe('toChartScene', () => {
  it('leaves series on one grid as they are', () => {
    const scene = toChartScene([view('a', 0, 10, [1, 2]), view('b', 0, 10, [3, null])]);
    expect(scene.times).toEqual([0, 10]);
    expect(scene.lines).toEqual([
      [1, 2],
      [null, null],
      [3, null],
      [null, null],
    ]);
    expect(scene.timeRange).toEqual([0, 10]);
  });

  it('puts series of one step on one grid, wherever each begins and ends', () => {
    const { times, lines } = toChartScene([view('a', 20, 10, [1, 2]), view('b', 0, 10, [3, null])]);
    expect(times).toEqual([0, 10, 20, 30]);
    expect(lines[0]).toEqual([undefined, undefined, 1, 2]);
    expect(lines[2]).toEqual([3, null, undefined, undefined]);
  });

  it('places a series anew only when the times have changed', () => {
    const [a, b, c] = [view('a', 0, 10, [1, 2]), view('b', 0, 10, [3, 4, 5]), view('c', 0, 10, [6, null, 7])];
    const [first] = toChartScene([a, b]).lines;
    expect(toChartScene([a, c]).lines[0]).toBe(first);
    const d = view('d', 20, 5, [8]);
    expect(toChartScene([a, d]).lines[0]).toEqual([1, 2, undefined]);
  });

  it('keeps gaps apart from moments of other series', () => {
    const { times, lines } = toChartScene([view('a', 0, 10, [1, null, 2]), view('b', 5, 10, [3])]);
    expect(times).toEqual([0, 5, 10, 20]);
    expect(lines[0]).toEqual([1, undefined, null, 2]);
    expect(lines[2]).toEqual([undefined, 3, undefined, undefined]);
  });

  it('takes limits from outside before those of the data', () => {
    const scene = toChartScene([view('a', 0, 10, [1, 2])], { fromMs: -5, toMs: 50, min: 0, max: 9 });
    expect(scene.timeRange).toEqual([-5, 50]);
    expect(scene.valueRange).toEqual([0, 9]);
    expect(toChartScene([view('a', 0, 10, [1, 2])], { min: 9 }).valueRange).toEqual([0, 1]);
  });

  it('is crowded with more than three series', () => {
    const views = ['a', 'b', 'c', 'd'].map((name) => view(name, 0, 10, [1]));
    expect(toChartScene(views).isCrowded).toBe(true);
    expect(toChartScene(views.slice(1)).isCrowded).toBe(false);
    expect(sceneSummary(toChartScene(views))).toMatch(/Forecast of c\..*And 1 more series\.$/);
  });
});

describe('columnAt', () => {
  it('is the column of a moment, if the series has one there', () => {
    const a = view('a', 0, 10, [1, 2]);
    expect([0, 10, 5, -10, 20].map((ms) => columnAt(a, ms))).toEqual([0, 1, undefined, undefined, undefined]);
  });
});

describe('viewOfLine', () => {
  it('knows that each series has two lines', () => {
    const scene = toChartScene([view('a', 0, 10, [1]), view('b', 0, 10, [1])]);
    expect([0, 1, 2, 4].map((line) => viewOfLine(scene, line)?.input.forecast.name)).toEqual([
      'a',
      'a',
      'b',
      undefined,
    ]);
  });
});

describe('placeAt', () => {
  const scene = toChartScene([view('a', 0, 10, [1, 2]), view('b', 0, 10, [3, 4])]);
  const told = (indexes: Array<number | null>, line: number | null) => {
    const place = placeAt(scene, indexes, line);
    return place && [place.view.input.forecast.name, place.column];
  };

  it('is the series that is pointed at, else the first', () => {
    expect(told([1, 1, 1, 1, 1], 3)).toEqual(['b', 1]);
    expect(told([1, 1, 1, 1, 1], null)).toEqual(['a', 1]);
    expect(told([null, null, null, null, null], null)).toBeUndefined();
  });

  it('does not tell of what is hidden from tooltips', () => {
    const [a, b] = scene.views;
    const silent = { ...scene, views: [{ ...a!, input: { ...a!.input, isSilent: true } }, b!] };
    expect(placeAt(silent, [1, 1, 1, 1, 1], 1)?.view).toBe(b);
  });
});
