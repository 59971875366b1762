import * as z from 'zod';
import type { DetectorName, Severity } from '#model/anomaly/types.ts';
import { anomalyQuerySchema, baselineQuerySchema } from './anomaly-query.ts';
import { type BandJson, type JsonNumber, timeRangeSchema } from './rest.ts';

/** Watched signals of one data source. */
export const MAX_WATCHED_SIGNALS = 50;

const anomalyQuery = z.strictObject({
  ...anomalyQuerySchema.shape,
  queryType: z.literal('anomaly').default('anomaly'),
});

/** `POST /v1/anomalies`. */
export const anomalyRequestSchema = z.strictObject({ range: timeRangeSchema, query: anomalyQuery });

/** `POST /v1/baseline`. */
export const baselineRequestSchema = z.strictObject({
  range: timeRangeSchema,
  query: z.strictObject({ ...baselineQuerySchema.shape, queryType: z.literal('baseline').default('baseline') }),
});

/** `POST /v1/watched-signals`: a signal that the Anomalies page shows. `PUT` adds the version it replaces. */
export const watchedSignalSchema = z.strictObject({
  name: z.string().trim().min(1, 'The name is empty. Enter one.').max(200),
  unit: z.string().trim().max(50).default(''),
  query: anomalyQuery,
});
export const watchedSignalChangeSchema = z.strictObject({
  ...watchedSignalSchema.shape,
  version: z.number().int().min(1),
});

/** `POST /v1/anomaly-feedback`: what a person says about one anomaly of a series of a signal. */
export const anomalyFeedbackSchema = z.strictObject({
  query: anomalyQuery,
  labels: z.record(z.string(), z.string()),
  startMs: z.number().int(),
  endMs: z.number().int(),
  verdict: z.enum(['not-an-anomaly', 'real']),
  note: z.string().trim().max(500).default(''),
});

/** A watched signal as it is written. */
export type WatchedSignalInput = z.input<typeof watchedSignalSchema>;
/** Validated feedback. */
export type AnomalyFeedback = z.output<typeof anomalyFeedbackSchema>;

/** One stretch of anomalous samples; times in Unix milliseconds. */
export interface AnomalyJson {
  readonly startMs: number;
  readonly endMs: number;
  /** Whether it lasts until the newest sample. */
  readonly isOpen: boolean;
  readonly severity: Severity;
  readonly direction: 'up' | 'down';
  readonly peak: {
    readonly timeMs: number;
    readonly value: number;
    readonly expected: JsonNumber;
    /** The narrower band at the peak: what was usual. */
    readonly lower: JsonNumber;
    readonly upper: JsonNumber;
    readonly score: number;
  };
  readonly evidence: readonly { readonly detector: DetectorName; readonly raw: number; readonly sentence: string }[];
  /** Feedback that a person gave on it. */
  readonly feedback?: { readonly id: string; readonly verdict: AnomalyFeedback['verdict'] };
}

/** One series of an anomaly answer, within the asked range. */
export interface SeriesAnomaliesJson {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly startMs: number;
  readonly stepMs: number;
  readonly values: readonly JsonNumber[];
  readonly expected: readonly JsonNumber[];
  readonly bands: readonly BandJson[];
  readonly score: readonly JsonNumber[];
  /** 0 none, 1 info to 4 emergency; after all gates. */
  readonly severity: readonly number[];
  readonly anomalies: readonly AnomalyJson[];
  /** The score from which a sample counts as an anomaly now, feedback included. */
  readonly thresholdScore: number;
  /** Present instead of the above being useful: why the series could not be judged. */
  readonly missing?: { readonly kind: 'no-data' | 'not-enough-data'; readonly reason: string };
  readonly notices: readonly string[];
}

/** The answer of `POST /v1/anomalies`. */
export interface AnomaliesResponse {
  /** Time of the newest sample that was judged. */
  readonly originMs: number;
  readonly series: readonly SeriesAnomaliesJson[];
  readonly notices: readonly string[];
}

/** The answer of `POST /v1/baseline`. */
export interface BaselineResponse {
  readonly originMs: number;
  readonly series: readonly Pick<
    SeriesAnomaliesJson,
    'name' | 'labels' | 'startMs' | 'stepMs' | 'values' | 'expected' | 'bands' | 'missing' | 'notices'
  >[];
  readonly notices: readonly string[];
}

/** A watched signal as stored. */
export interface WatchedSignalJson {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly unit: string;
  readonly query: WatchedSignalInput['query'];
  readonly createdBy: string;
  readonly updatedMs: number;
}

/** The answer of `POST /v1/anomaly-feedback`; `DELETE /v1/anomaly-feedback/{id}` undoes it. */
export interface AnomalyFeedbackResponse {
  readonly id: string;
  readonly verdict: AnomalyFeedback['verdict'];
  /** The threshold score of the series before and after. */
  readonly thresholdBefore: number;
  readonly thresholdAfter: number;
  /** What changed, for people. */
  readonly sentence: string;
}
