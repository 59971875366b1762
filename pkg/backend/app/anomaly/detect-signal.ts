import { deserialize, serialize } from 'node:v8';
import type { AnomalyQuery } from '#contract/anomaly-query.ts';
import { readExclusions } from '#contract/calendar.ts';
import type { DetectOutcome, DetectRequest } from '#model/anomaly/types.ts';
import type { Interval } from '#model/series/exclusions.ts';
import type { Context } from '../context.ts';
import { fingerprint, seedOf } from '../fingerprint.ts';
import type { Codec, ForecastCache } from '../forecast-cache.ts';
import type { Source } from '../forecast-signal.ts';
import type { Clock } from '../ports/clock.ts';
import type { Compute } from '../ports/compute.ts';
import type { GridSeries, Labels } from '../ports/series-reader.ts';
import type { DetectPlan } from './plan.ts';

/** One series of a signal and what was found in it. */
export interface DetectedSeries {
  readonly history: GridSeries;
  readonly outcome: DetectOutcome;
}

/** All series of a signal. */
export interface SignalDetection {
  readonly series: readonly DetectedSeries[];
  readonly notices: readonly string[];
}

/** What detecting needs from the engine. */
export interface DetectDeps {
  readonly clock: Clock;
  readonly compute: Compute;
  readonly detections: ForecastCache<SignalDetection>;
}

/** The fields of a query that decide what is found. */
export type DetectFields = Pick<
  AnomalyQuery,
  | 'expr'
  | 'aggregate'
  | 'timeZone'
  | 'exclusions'
  | 'detectors'
  | 'direction'
  | 'threshold'
  | 'sensitivity'
  | 'minDeviation'
  | 'minRelativeDeviation'
  | 'minDuration'
> & { readonly levels: readonly number[] };

/** What people said of a series, by its labels. */
export type AcceptedOf = (labels: Labels) => readonly Interval[];

/** For panels whose time range ends in the past. */
const KEEP_MS = 600_000;

/** Reads the history of every series of a signal and looks for what is unusual; kept until the grid has moved on. */
export async function detectSignal(
  ctx: Context,
  source: Source,
  deps: DetectDeps,
  fields: DetectFields,
  plan: DetectPlan,
  accepted: { readonly of: AcceptedOf; readonly version: string }
): Promise<SignalDetection> {
  const nowMs = deps.clock.now();
  const { stepMs, startMs, endMs } = plan;
  const key = `detect/${fingerprint([source.identity, pickFields(fields), { stepMs, startMs, endMs }, accepted.version])}`;
  const expiresMs = Math.max(endMs + 2 * stepMs, nowMs + KEEP_MS);
  const work = (inner: Context) => compute(inner, source, deps.compute, fields, plan, accepted.of);
  return (await deps.detections.get(ctx, key, nowMs, expiresMs, work)).value;
}

function pickFields(fields: DetectFields): DetectFields {
  const { expr, aggregate, timeZone, exclusions, detectors, direction, threshold, sensitivity } = fields;
  const { minDeviation, minRelativeDeviation, minDuration, levels } = fields;
  return {
    ...{ expr, aggregate, timeZone, exclusions, detectors, direction, threshold, sensitivity },
    ...{ minDeviation, minRelativeDeviation, minDuration, levels },
  };
}

async function compute(
  ctx: Context,
  source: Source,
  workers: Compute,
  fields: DetectFields,
  plan: DetectPlan,
  acceptedOf: AcceptedOf
): Promise<SignalDetection> {
  const { expr, aggregate } = fields;
  const { startMs, endMs, stepMs } = plan;
  const { series, notices } = await source.reader.readRange(ctx, { expr, aggregate, startMs, endMs, stepMs });
  const requests = series.map((one) => toRequest(one, fields, acceptedOf(one.labels)));
  const outcomes = await workers.detect(ctx, requests);
  return {
    series: series.map((history, i) => ({
      history,
      outcome: outcomes[i] ?? { kind: 'no-data' as const, reason: 'The detectors gave no answer.' },
    })),
    notices: series.length === 0 ? [...notices, EMPTY] : notices,
  };
}

const EMPTY = 'The expression gave no series in the history. Check its metric name and labels.';

function toRequest(
  { labels, startMs, stepMs, values }: GridSeries,
  fields: DetectFields,
  accepted: readonly Interval[]
): DetectRequest {
  const { timeZone, detectors, direction, threshold, sensitivity, levels } = fields;
  return {
    series: { startMs, stepMs, values },
    ...(detectors.length === 0 ? {} : { detectors }),
    ...(timeZone === '' ? {} : { timeZone }),
    direction,
    threshold,
    sensitivity,
    levels,
    minDeviation: fields.minDeviation,
    minRelativeDeviation: fields.minRelativeDeviation,
    minDurationMs: fields.minDuration,
    silences: readExclusions(fields.exclusions, timeZone === '' ? 'UTC' : timeZone),
    accepted,
    seed: seedOf(JSON.stringify(Object.entries(labels).sort())),
  };
}

/** Detections as bytes: V8's own form of typed arrays, with the version of what they hold. */
export const detectionCodec: Codec<SignalDetection> = {
  encode: (value) => serialize({ version: 1, value }),
  decode: (bytes) => {
    try {
      const read = deserialize(bytes) as { version?: number; value: SignalDetection };
      return read.version === 1 ? read.value : undefined;
    } catch {
      return undefined;
    }
  },
};
