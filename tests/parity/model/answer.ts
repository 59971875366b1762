import { breach } from '../../../pkg/model/forecast/breach.ts';
import { forecast } from '../../../pkg/model/forecast/forecast.ts';
import type { Bounds, Forecast } from '../../../pkg/model/forecast/types.ts';

/** A forecast to make on both sides; `null` is a gap, so that JSON carries it. */
export interface ModelCase {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly stepMs: number;
  readonly horizon: number;
  readonly bounds: Bounds;
  readonly model: string;
  readonly capacity: number;
  readonly seed: number;
}

/** Everything that a forecast says, sorted by how it is compared; NaN is `null` in JSON. */
export interface ModelAnswer {
  /** What has to be the same to the letter: kind, model, reason, notices, seasons. */
  readonly words: string;
  /** Numbers in the unit of the series: mean, bands, quantiles. */
  readonly inUnit: readonly (number | null)[];
  /** Numbers without a unit: trust, correlations, chances of a breach, its dates in steps. */
  readonly plain: readonly (number | null)[];
}

const START_MS = 1_700_000_000_000;
const LEVELS = [80, 95];

/** Makes the forecasts of cases given as JSON, in the browser or in Node; the answers are JSON again. */
export function answersOf(casesJson: string): string {
  return JSON.stringify((JSON.parse(casesJson) as ModelCase[]).map(answerOf));
}

function answerOf({ values, stepMs, horizon, bounds, model, capacity, seed }: ModelCase): ModelAnswer {
  const series = { startMs: START_MS, stepMs, values: Float64Array.from(values, (value) => value ?? NaN) };
  const outcome = forecast({ series, horizon, levels: LEVELS, bounds, model, seed });
  if (outcome.kind !== 'forecast') {
    return { words: `${outcome.kind}: ${outcome.reason}`, inUnit: [], plain: [] };
  }
  const { mean, bands, trust, notices, uncertainty } = outcome;
  const lastKnown = series.values.findLast((value) => !Number.isNaN(value));
  const { state, cumulative, ...dates } = breach(outcome, capacity, 'up', lastKnown, seed);
  return {
    words: JSON.stringify([trust.model, trust.reason, notices, trust.quality, trust.backtestOrigins, state]),
    inUnit: [...mean, ...bands.flatMap(({ lower, upper }) => [...lower, ...upper]), ...uncertainty.quantiles],
    plain: [
      trust.mase,
      trust.gainOverSeasonalNaive,
      ...trust.coverage.map(({ measured }) => measured),
      uncertainty.common,
      uncertainty.persistence,
      ...uncertainty.probabilities,
      ...cumulative,
      ...[dates.earliestMs, dates.medianMs, dates.latestMs].map((dateMs) => stepsUntil(dateMs, outcome)),
    ],
  };
}

function stepsUntil(dateMs: number | undefined, { startMs, stepMs }: Forecast): number {
  return dateMs === undefined ? NaN : (dateMs - startMs) / stepMs;
}
