import { describe, expect, it } from 'vitest';
import type { SeriesBreachJson, SeriesForecastJson } from '#contract/rest.ts';
import { chartSummary } from './chart-summary.ts';
import { type ChartInput, toChartView } from './chart-view.ts';
import { tooltipRows } from './tooltip-rows.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 24);

const FORECAST: SeriesForecastJson = {
  name: 'postgres-data',
  labels: {},
  stepMs: DAY,
  actual: { startMs: NOW - 2 * DAY, values: [40, 42, 44] },
  predicted: {
    startMs: NOW + DAY,
    mean: [46, 48, 50],
    bands: [
      { level: 80, lower: [45, 46, 47], upper: [47, 50, 53] },
      { level: 95, lower: [44, 45, 46], upper: [48, 51, 54] },
    ],
    trust: {
      model: 'linear-trend',
      reason: '',
      mase: 1,
      gainOverSeasonalNaive: 0.3,
      coverage: [],
      backtestOrigins: 5,
      quality: { points: 30, missing: 0, seasons: [] },
    },
  },
  capacity: 50,
  notices: [],
};
const BREACH: SeriesBreachJson = {
  name: 'postgres-data',
  labels: {},
  capacity: 50,
  state: 'likely',
  probability: 0.9,
  earliestMs: NOW + 2 * DAY,
  medianMs: NOW + 3 * DAY,
  latestMs: null,
  cumulative: { startMs: NOW + DAY, stepMs: DAY, values: [0, 0.2, 0.5] },
  notices: [],
};
const INPUT: ChartInput = {
  forecast: FORECAST,
  breach: BREACH,
  breachKind: 'full',
  nowMs: NOW,
  timeZone: 'utc',
  unit: { format: (value) => `${value} GiB`, isBinary: true },
};

describe('toChartView', () => {
  it('marks the dates of a likely breach at the capacity', () => {
    expect(toChartView(INPUT).breachMark).toEqual({
      earliestMs: NOW + 2 * DAY,
      medianMs: NOW + 3 * DAY,
      latestMs: undefined,
      capacity: 50,
      label: 'from 26 Nov',
    });
  });

  it('marks nothing that is unlikely or has no capacity', () => {
    expect(toChartView({ ...INPUT, breach: { ...BREACH, state: 'unlikely' } }).breachMark).toBeUndefined();
    const { capacity: _, ...rest } = FORECAST;
    expect(toChartView({ ...INPUT, forecast: rest }).breachMark).toBeUndefined();
  });
});

describe('chartSummary', () => {
  it('says in sentences what the chart shows', () => {
    expect(chartSummary(toChartView(INPUT))).toBe(
      'Forecast of postgres-data. Actual 44 GiB now. Predicted 50 GiB on 27 Nov (80%: 47 GiB to 53 GiB). ' +
        'Capacity 50 GiB. Likely full from 26 Nov, in 2 days or later.'
    );
  });
});

describe('tooltipRows', () => {
  it('shows the past in two rows', () => {
    expect(tooltipRows(toChartView(INPUT), 0)).toEqual({
      date: 'Sun 22 Nov, 00:00 UTC',
      rows: [
        { label: 'Actual', value: '40 GiB', line: 'line' },
        { label: 'Capacity 50 GiB', value: '80% used', line: 'capacity' },
      ],
    });
  });

  it('shows the future with both bands and the chance, in at most six rows', () => {
    const { rows } = tooltipRows(toChartView(INPUT), 4);
    expect(rows.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'Predicted: 48 GiB',
      '80% band: 46 GiB – 50 GiB',
      '95% band: 45 GiB – 51 GiB',
      'Capacity 50 GiB: 96% used',
      'Chance of reaching it by then: 20%',
    ]);
  });
});
