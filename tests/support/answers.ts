import type { SeriesBreach } from '../../pkg/backend/app/breach-answer.ts';
import type { BreachAnswer } from '../../pkg/backend/app/breach-query.ts';
import type { ForecastAnswer, SeriesForecast } from '../../pkg/backend/app/forecast-query.ts';
import type { ForecastPlan } from '../../pkg/backend/app/plan.ts';
import type { Forecast, TrustCard } from '../../pkg/model/forecast/types.ts';

const HOUR = 3_600_000;
/** The origin of the answers here: 24 November 2026, 10:00 UTC. */
export const ORIGIN_MS = Date.UTC(2026, 10, 24, 10);

const plan: ForecastPlan = {
  stepMs: HOUR,
  originMs: ORIGIN_MS,
  trainingStartMs: ORIGIN_MS - 720 * HOUR,
  horizonSteps: 2,
  displayStartMs: ORIGIN_MS - 2 * HOUR,
  displayIsCut: false,
};

const trust: TrustCard = {
  model: 'fourier-ar',
  reason: 'It was the best of two.',
  mase: 0.5,
  gainOverSeasonalNaive: NaN,
  coverage: [
    { level: 80, measured: 0.81 },
    { level: 95, measured: NaN },
  ],
  backtestOrigins: 5,
  quality: { points: 721, missing: 0.25, seasons: [24] },
};

const forecast: Forecast = {
  kind: 'forecast',
  startMs: ORIGIN_MS + HOUR,
  stepMs: HOUR,
  mean: Float64Array.of(4, 5),
  bands: [
    { level: 80, lower: Float64Array.of(3.5, 4), upper: Float64Array.of(4.5, 6) },
    { level: 95, lower: Float64Array.of(3, 3.5), upper: Float64Array.of(5, 7) },
  ],
  trust,
  notices: ['A gap of 3 h was filled.'],
  uncertainty: {
    probabilities: Float64Array.of(0.5),
    quantiles: Float64Array.of(4, 5),
    common: 0,
    persistence: 0,
  },
};

/** A series with three points of history, the second missing, and two predicted ones. */
export function predictedSeries(fields: Partial<SeriesForecast> = {}): SeriesForecast {
  return {
    name: 'a',
    labels: { node: 'a' },
    actual: {
      labels: { node: 'a' },
      startMs: ORIGIN_MS - 2 * HOUR,
      stepMs: HOUR,
      values: Float64Array.of(1, NaN, 3),
    },
    outcome: forecast,
    capacity: undefined,
    ...fields,
  };
}

/** A series that is too short for a forecast. */
export function unpredictedSeries(): SeriesForecast {
  const outcome = { kind: 'not-enough-data', reason: 'It has 3 points; at least 10 are needed.' } as const;
  return predictedSeries({ name: 'b', labels: { node: 'b' }, outcome });
}

/** A forecast answer of these series. */
export function forecastAnswer(series: readonly SeriesForecast[], notices: readonly string[] = []): ForecastAnswer {
  return { plan, series, notices };
}

/** A series that is likely to breach on the next day. */
export function breachingSeries(fields: Partial<SeriesBreach> = {}): SeriesBreach {
  return {
    name: 'a',
    labels: { node: 'a' },
    current: 75,
    capacity: 100,
    answer: {
      kind: 'breach',
      breach: {
        state: 'likely',
        cumulative: Float64Array.of(0.25, 0.75),
        earliestMs: ORIGIN_MS + HOUR,
        medianMs: ORIGIN_MS + 24 * HOUR,
        latestMs: ORIGIN_MS + 48 * HOUR,
      },
      probability: 0.75,
      days: 1,
    },
    notices: ['A gap of 3 h was filled.'],
    ...fields,
  };
}

/** A series that found no capacity. */
export function boundlessSeries(): SeriesBreach {
  const answer = { kind: 'no-capacity', reason: 'No capacity value has labels that fit this series.' } as const;
  return breachingSeries({ name: 'b', labels: { node: 'b' }, current: undefined, capacity: undefined, answer });
}

/** A breach answer of these series. */
export function breachAnswer(series: readonly SeriesBreach[], notices: readonly string[] = []): BreachAnswer {
  return { plan, series, notices };
}
