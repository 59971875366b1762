import { describe, expect, it } from 'vitest';
import type { SeriesBreachJson, SeriesForecastJson, TrustJson } from '#contract/rest.ts';
import { toChartScene } from '../../shared/chart/chart-scene.ts';
import { toChartView } from '../../shared/chart/chart-view.ts';
import { outcomeSentence } from './outcome.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 24, 12);

function view(name: string, breach?: Partial<SeriesBreachJson>, more: Partial<SeriesForecastJson> = {}) {
  const predicted = { startMs: NOW + DAY, mean: [1, 2], bands: [], trust: {} as TrustJson };
  const actual = { startMs: NOW, values: [1] };
  const forecast = { name, labels: {}, stepMs: DAY, actual, predicted, capacity: 9, notices: [], ...more };
  const unit = { format: String, isBinary: false };
  const known = breach && { name, labels: {}, notices: [], ...breach };
  return toChartView({ forecast, breach: known, breachKind: 'full', nowMs: NOW, timeZone: 'utc', unit });
}

const LIKELY = { state: 'likely', probability: 0.9, earliestMs: NOW + 2 * DAY, latestMs: NOW + 4 * DAY } as const;

describe('outcomeSentence', () => {
  it('is about the series that is the most pressing', () => {
    const views = [
      view('a', { state: 'unlikely', probability: 0.1 }),
      view('late', { ...LIKELY, medianMs: NOW + 3 * DAY }),
      view('soon', { ...LIKELY, medianMs: NOW + 2 * DAY }),
    ];
    expect(outcomeSentence(toChartScene(views), NOW)).toBe('soon: likely full 26–28 Nov, in 2–4 days');
    expect(outcomeSentence(toChartScene(views.slice(0, 1)), NOW)).toMatch(/^Unlikely to fill up/);
  });

  it('says how far the forecast goes, with the time when that is soon', () => {
    expect(outcomeSentence(toChartScene([view('a')]), NOW + 2 * DAY)).toBe('Predicted until 26 Nov');
    expect(outcomeSentence(toChartScene([view('a')]), NOW + DAY / 8)).toBe('Predicted until Tue 24 Nov, 15:00 UTC');
  });

  it('says why there is none', () => {
    const missing = { kind: 'no-data', reason: 'Nothing there.' } as const;
    expect(outcomeSentence(toChartScene([view('a', undefined, { missing })]), undefined)).toBe('Nothing there.');
  });
});
