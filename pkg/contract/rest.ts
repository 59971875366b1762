import * as z from 'zod';
import { breachQuerySchema, forecastQuerySchema } from './query.ts';

const time = z.number().int().min(0).max(8_640_000_000_000_000);

/** The dashboard range of a request, Unix milliseconds; the forecast starts at min(`toMs`, now). */
export const timeRangeSchema = z.object({ fromMs: time, toMs: time }).refine((range) => range.fromMs < range.toMs, {
  error: 'The range is empty. Choose a start before its end.',
  path: ['fromMs'],
});

/** `POST /v1/forecast`. */
export const forecastRequestSchema = z.strictObject({
  range: timeRangeSchema,
  query: z.strictObject({ ...forecastQuerySchema.shape, queryType: z.literal('forecast').default('forecast') }),
});

/** `POST /v1/breach`. */
export const breachRequestSchema = z.strictObject({
  range: timeRangeSchema,
  query: z.strictObject({ ...breachQuerySchema.shape, queryType: z.literal('breach').default('breach') }),
});

/** A time range in Unix milliseconds. */
export type TimeRange = z.output<typeof timeRangeSchema>;

/** A number of JSON; gaps and what cannot be measured are `null`. */
export type JsonNumber = number | null;

/** A band as it crosses the wire: one value a step. */
export interface BandJson {
  readonly level: number;
  readonly lower: readonly JsonNumber[];
  readonly upper: readonly JsonNumber[];
}

/** How the bands of a stored forecast have done, as they were served, on values that came after its training. */
export interface SinceTrainingJson {
  /** Values after this time count, of each series at most the last 1,000. */
  readonly sinceMs: number;
  readonly coverage: ReadonlyArray<{
    readonly level: number;
    readonly measured: number;
    readonly samples: number;
    /** Whether chance explains the difference from the level, by a binomial test at 0.5 % on either side. */
    readonly verdict: 'as-promised' | 'too-narrow' | 'too-wide';
  }>;
}

/** The trust card as it crosses the wire. */
export interface TrustJson {
  readonly model: string;
  readonly reason: string;
  readonly mase: JsonNumber;
  readonly gainOverSeasonalNaive: JsonNumber;
  readonly coverage: readonly { readonly level: number; readonly measured: JsonNumber }[];
  readonly backtestOrigins: number;
  /** Of a stored forecast, once values have come after its training. */
  readonly since?: SinceTrainingJson;
  readonly quality: { readonly points: number; readonly missing: number; readonly seasons: readonly number[] };
}

/** One series of a forecast answer. `actual` ends at the origin, `predicted` starts one step after it. */
export interface SeriesForecastJson {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly stepMs: number;
  readonly actual: { readonly startMs: number; readonly values: readonly JsonNumber[] };
  /** Why there is no forecast; absent when there is one. */
  readonly missing?: { readonly kind: 'no-data' | 'not-enough-data'; readonly reason: string };
  readonly predicted?: {
    readonly startMs: number;
    readonly mean: readonly JsonNumber[];
    readonly bands: readonly BandJson[];
    readonly trust: TrustJson;
  };
  readonly capacity?: JsonNumber;
  readonly notices: readonly string[];
}

/** Whether an answer was made for the query or came from a stored forecast, and from which. */
export interface ServedJson {
  readonly served: 'fast' | 'stored';
  readonly stored?: {
    readonly id: string;
    readonly name: string;
    readonly model: string;
    readonly trainedMs: number;
  };
}

/** The answer of `POST /v1/forecast`. */
export interface ForecastResponse extends Partial<ServedJson> {
  readonly originMs: number;
  readonly series: readonly SeriesForecastJson[];
  readonly notices: readonly string[];
}

/** One series of a breach answer; times in Unix milliseconds, `null` beyond the horizon. */
export interface SeriesBreachJson {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Present when there is no answer: the series has no forecast or no capacity. */
  readonly missing?: { readonly kind: 'no-data' | 'not-enough-data' | 'no-capacity'; readonly reason: string };
  readonly current?: JsonNumber;
  readonly capacity?: JsonNumber;
  readonly state?: 'already' | 'likely' | 'unlikely';
  /** Chance of a breach within the query's window. */
  readonly probability?: number;
  /** Days until a breach has the chance of 50 %; `null` beyond the horizon. */
  readonly days?: JsonNumber;
  readonly earliestMs?: JsonNumber;
  readonly medianMs?: JsonNumber;
  readonly latestMs?: JsonNumber;
  /** Chance that the breach has come by each step after the origin. */
  readonly cumulative?: { readonly startMs: number; readonly stepMs: number; readonly values: readonly number[] };
  readonly notices: readonly string[];
}

/** The answer of `POST /v1/breach`. */
export interface BreachResponse extends Partial<ServedJson> {
  readonly originMs: number;
  readonly series: readonly SeriesBreachJson[];
  readonly notices: readonly string[];
}

/** Header `Idempotency-Key` of requests that make something. */
export const idempotencyKeySchema = z.string().min(1).max(200).optional();

/** Query string of a list that is read page by page. */
function pageFields(most: number, usual: number) {
  return {
    limit: z.coerce.number().int().min(1).max(most).default(usual).meta({
      title: 'Limit',
      description: 'Most entries of the answer.',
    }),
    cursor: z.string().min(1).max(4_000).optional().meta({
      title: 'Cursor',
      description: '`nextCursor` of the page before. Empty: the first page.',
    }),
  };
}

const match = z.string().min(1).max(20_000).optional().meta({
  title: 'Selector',
  description: 'Only labels of the series that this PromQL selector matches.',
});

/** Query string of `GET /v1/source/label-names`. */
export const labelNamesQuerySchema = z.strictObject({ match, ...pageFields(10_000, 10_000) });

/** Query string of `GET /v1/source/label-values`; `__name__` gives metric names. */
export const labelValuesQuerySchema = z.strictObject({
  label: z
    .string()
    .regex(
      /^[A-Za-z_][A-Za-z0-9_]*$/,
      'A label name has letters, digits and underscores. Write one of GET /v1/source/label-names.'
    )
    .meta({ title: 'Label' }),
  match,
  ...pageFields(10_000, 1_000),
});

/** Query string of lists of what the engine did, newest first. */
export const logPageSchema = z.strictObject(pageFields(500, 100));

/** Query string of lists that pages of Grafana show as a whole, each as long as it may be. */
export const listPageSchema = z.strictObject(pageFields(10_000, 10_000));

/** The answer of `GET /v1/source`: what the data source reads, without any secret. */
export interface SourceOriginJson {
  /** Directly, or through a Grafana data source. */
  readonly kind: 'direct' | 'grafana';
  /** Address of the server, or of Grafana's proxy to it. */
  readonly url: string;
}
