import type {
  BandJson,
  BreachResponse,
  ForecastResponse,
  JsonNumber,
  SeriesBreachJson,
  SeriesForecastJson,
  ServedJson,
  TrustJson,
} from '#contract/rest.ts';
import type { Band, Forecast, TrustCard } from '#model/forecast/types.ts';
import type { SeriesBreach } from './breach-answer.ts';
import type { BreachAnswer } from './breach-query.ts';
import type { ForecastAnswer, SeriesForecast } from './forecast-query.ts';
import type { ServedFrom } from './served-signal.ts';

/** The JSON form of a forecast answer, for REST and the command line; NaN becomes `null`. */
export function forecastToJson(answer: ForecastAnswer): ForecastResponse {
  return {
    originMs: answer.plan.originMs,
    series: answer.series.map(seriesForecastToJson),
    notices: answer.notices,
    ...servedToJson(answer.stored),
  };
}

/** The JSON form of a breach answer, for REST and the command line. */
export function breachToJson(answer: BreachAnswer): BreachResponse {
  const { originMs, stepMs } = answer.plan;
  return {
    originMs,
    series: answer.series.map((series) => seriesBreachToJson(series, originMs + stepMs, stepMs)),
    notices: answer.notices,
    ...servedToJson(answer.stored),
  };
}

function servedToJson(stored: ServedFrom | undefined): ServedJson {
  return stored === undefined ? { served: 'fast' } : { served: 'stored', stored };
}

function seriesForecastToJson(series: SeriesForecast): SeriesForecastJson {
  const { name, labels, actual, outcome, capacity } = series;
  const base = {
    name,
    labels,
    stepMs: actual.stepMs,
    actual: { startMs: actual.startMs, values: numbers(actual.values) },
    ...(capacity === undefined ? {} : { capacity: number(capacity) }),
  };
  return outcome.kind === 'forecast'
    ? { ...base, predicted: predictedToJson(outcome), notices: outcome.notices }
    : { ...base, missing: { kind: outcome.kind, reason: outcome.reason }, notices: [] };
}

function predictedToJson(forecast: Forecast) {
  return {
    startMs: forecast.startMs,
    mean: numbers(forecast.mean),
    bands: forecast.bands.map(bandToJson),
    trust: trustToJson(forecast.trust),
  };
}

function bandToJson(band: Band): BandJson {
  return { level: band.level, lower: numbers(band.lower), upper: numbers(band.upper) };
}

function trustToJson(trust: TrustCard): TrustJson {
  return {
    ...trust,
    mase: number(trust.mase),
    gainOverSeasonalNaive: number(trust.gainOverSeasonalNaive),
    coverage: trust.coverage.map(({ level, measured }) => ({ level, measured: number(measured) })),
  };
}

function seriesBreachToJson(series: SeriesBreach, startMs: number, stepMs: number): SeriesBreachJson {
  const { name, labels, current, capacity, answer, notices } = series;
  const base = {
    name,
    labels,
    notices,
    ...(current === undefined ? {} : { current: number(current) }),
    ...(capacity === undefined ? {} : { capacity: number(capacity) }),
  };
  if (answer.kind !== 'breach') {
    return { ...base, missing: answer };
  }
  const { breach, probability, days } = answer;
  return {
    ...base,
    state: breach.state,
    probability,
    days: days ?? null,
    earliestMs: breach.earliestMs ?? null,
    medianMs: breach.medianMs ?? null,
    latestMs: breach.latestMs ?? null,
    cumulative: { startMs, stepMs, values: Array.from(breach.cumulative) },
  };
}

function numbers(values: Float64Array): JsonNumber[] {
  return Array.from(values, number);
}

function number(value: number): JsonNumber {
  return Number.isFinite(value) ? value : null;
}
