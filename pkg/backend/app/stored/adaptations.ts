import {
  adaptBands,
  type Adaptation,
  carryOver,
  learnActual,
  startAdaptation,
} from '#model/forecast/adaptive-bands.ts';
import { sinceTraining } from '#model/forecast/live-coverage.ts';
import { naturalBounds } from '#model/forecast/natural-bounds.ts';
import type { Bounds, Forecast } from '#model/forecast/types.ts';
import type { Context } from '../context.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Codec, ForecastCache } from '../forecast-cache.ts';
import type { SignalForecast, SignalSeries } from '../forecast-signal.ts';
import type { GridSeries, Labels } from '../ports/series-reader.ts';
import type { TrainedResult } from './runs.ts';

/** What values that came after the trainings of a stored forecast have taught about its bands. */
export interface Adaptations {
  /** What they are about: of another signal, model or source nothing is to be learned. */
  readonly subject: string;
  /** The newest step whose values have been asked for, Unix milliseconds. */
  readonly askedMs: number;
  /** By the fingerprint of a series' labels. */
  readonly series: Readonly<Record<string, Adaptation>>;
}

/** Raised whenever the shape of {@link Adaptations} or of anything within it changes. */
const VERSION = 1;

/** As JSON text for the blob store; text of another version reads as absent. */
export const adaptationsCodec: Codec<Adaptations> = {
  encode: (value) => new TextEncoder().encode(JSON.stringify({ version: VERSION, value })),
  decode: (bytes) => {
    const { version, value } = JSON.parse(new TextDecoder().decode(bytes)) as { version: number; value: Adaptations };
    return version === VERSION ? value : undefined;
  },
};

/** Where adaptations are kept. */
export type AdaptationCache = ForecastCache<Adaptations>;

const KEEP_MS = 24 * 3_600_000;

/** The adaptations of a stored forecast that are about a result; none where nothing has been learned yet. */
export async function findAdaptations(
  ctx: Context,
  cache: AdaptationCache,
  id: string,
  result: TrainedResult,
  nowMs: number
): Promise<Adaptations> {
  const subject = subjectOf(result);
  const found = await cache.find(ctx, keyOf(id), nowMs, result.endMs + KEEP_MS);
  return found?.subject === subject ? found : { subject, askedMs: result.originMs, series: {} };
}

/** Keeps adaptations for as long as their result can be served, and a day. */
export async function keepAdaptations(
  ctx: Context,
  cache: AdaptationCache,
  id: string,
  { endMs }: TrainedResult,
  adaptations: Adaptations
): Promise<void> {
  await cache.replace(ctx, keyOf(id), endMs + KEEP_MS, () => Promise.resolve(adaptations));
}

function keyOf(id: string): string {
  return `stored/${id}/adaptations`;
}

function subjectOf({ signal, model, source }: TrainedResult): string {
  return fingerprint([signal, model, source]);
}

/**
 * Takes in the actual values of the series that the signal forecasts, whatever part of them is new.
 *
 * @param stated bounds of the query; as in the training, the history that was trained on decides about the rest
 */
export function learnActuals(
  adaptations: Adaptations,
  signal: SignalForecast,
  actuals: readonly GridSeries[],
  stated: Bounds,
  askedMs: number
): Adaptations {
  const byLabels = new Map(actuals.map((series) => [labelsKey(series.labels), series]));
  const learned = signal.series.flatMap(({ history, outcome }): (readonly [string, Adaptation])[] => {
    const key = labelsKey(history.labels);
    if (outcome.kind !== 'forecast') {
      return [];
    }
    const known = adaptations.series[key] ?? startAdaptation(outcome.startMs - outcome.stepMs);
    const bounds = naturalBounds(stated, history.values);
    return [[key, learnSeries(known, outcome, byLabels.get(key), bounds)]];
  });
  return { ...adaptations, askedMs, series: { ...adaptations.series, ...Object.fromEntries(learned) } };
}

function learnSeries(
  known: Adaptation,
  forecast: Forecast,
  actual: GridSeries | undefined,
  bounds: Bounds
): Adaptation {
  let adaptation = known;
  actual?.values.forEach((value, i) => {
    adaptation = learnActual(adaptation, forecast, bounds, actual.startMs + i * actual.stepMs, value);
  });
  return adaptation;
}

/** What is left of adaptations after another training; series that it no longer knows are dropped. */
export function carryOverAll(adaptations: Adaptations, signal: SignalForecast, newSteps: number): Adaptations {
  const known = signal.series.flatMap(({ history }): (readonly [string, Adaptation])[] => {
    const key = labelsKey(history.labels);
    const adaptation = adaptations.series[key];
    return adaptation === undefined ? [] : [[key, carryOver(adaptation, newSteps)]];
  });
  return { ...adaptations, series: Object.fromEntries(known) };
}

/**
 * The signal as it is to be served: bands adapted, and on the trust cards how they have done.
 *
 * @param stated as in {@link learnActuals}
 */
export function adaptSignal(signal: SignalForecast, adaptations: Adaptations, stated: Bounds): SignalForecast {
  return { ...signal, series: signal.series.map((series) => adaptSeries(series, adaptations, stated)) };
}

function adaptSeries(series: SignalSeries, adaptations: Adaptations, stated: Bounds): SignalSeries {
  const { history, outcome } = series;
  const adaptation = adaptations.series[labelsKey(history.labels)];
  if (outcome.kind !== 'forecast' || adaptation === undefined) {
    return series;
  }
  const levels = outcome.bands.map(({ level }) => level);
  const since = sinceTraining(adaptation.record, levels);
  const trust = { ...outcome.trust, ...(since === undefined ? {} : { since }) };
  return { ...series, outcome: { ...adaptBands(outcome, adaptation, naturalBounds(stated, history.values)), trust } };
}

function labelsKey(labels: Labels): string {
  return fingerprint(labels);
}
