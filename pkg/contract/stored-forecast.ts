import * as z from 'zod';
import { autoOrDurationField } from './fields.ts';
import { levelsField, MODELS, signalFields } from './query.ts';
import type { JsonNumber, SinceTrainingJson } from './rest.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Stored forecasts of one data source. */
export const MAX_STORED_FORECASTS = 100;
/** How long a deleted forecast can be restored. */
export const RESTORE_WITHIN_MS = DAY;

const id = z
  .string()
  .regex(/^[0-9a-f-]{32,36}$/, 'This is not the id of a stored forecast. Take one from GET /v1/forecasts.');

/** The signal of a stored forecast: the fields of a forecast query, with the ensemble as its model unless told otherwise. */
const storedQuerySchema = z.strictObject({
  ...signalFields,
  levels: levelsField,
  model: z.enum(MODELS).default('ensemble').meta({
    title: 'Model',
    description:
      'Ensemble blends all models by their backtests; auto takes the best of the quick ones; the others are one model for every series.',
  }),
});

const storedFields = {
  name: z.string().trim().min(1, 'The name is empty. Enter one.').max(200).meta({
    title: 'Name',
    description: 'Unique within the data source, whatever the case of its letters.',
  }),
  unit: z.string().trim().max(50).default('').meta({
    title: 'Unit',
    description: "Grafana's id of the unit, such as bytes or percentunit. Empty: a plain number.",
  }),
  schedule: autoOrDurationField({ min: 5 * MINUTE, max: DAY })
    .prefault('auto')
    .meta({
      title: 'Retrain every',
      description: 'Auto: whenever the grid of the forecast has moved on. A duration from 5m to 1d: at most so often.',
    }),
  query: storedQuerySchema,
};

/** `POST /v1/forecasts`. */
export const storedForecastSchema = z.strictObject(storedFields);

/** `PUT /v1/forecasts/{id}`: the whole forecast, and the version that it replaces. */
export const storedForecastChangeSchema = z.strictObject({ ...storedFields, version: z.number().int().min(1) });

/** The path of one stored forecast. */
export const storedForecastPathSchema = z.object({ id });

/** A validated stored forecast, defaults filled in, durations in milliseconds. */
export type StoredForecast = z.output<typeof storedForecastSchema>;
/** A stored forecast as it is written: durations as text, defaults left out. */
export type StoredForecastInput = z.input<typeof storedForecastSchema>;

/** Backtests of all series in one: medians over the series, `null` where not measurable. */
export interface StoredTrustJson {
  readonly series: number;
  /** Series without a forecast, for lack of data. */
  readonly missing: number;
  /** Models that made the forecasts, the most frequent first. */
  readonly models: readonly { readonly model: string; readonly series: number }[];
  readonly mase: JsonNumber;
  readonly gainOverSeasonalNaive: JsonNumber;
  readonly coverage: readonly { readonly level: number; readonly measured: JsonNumber }[];
  readonly backtestOrigins: number;
  /** Since the first training of the model; medians over the series, with the verdict that most of them have. */
  readonly since?: SinceTrainingJson;
}

/** The series that breaches first, and how many do, as of the last training. */
export interface StoredBreachJson {
  readonly already: number;
  readonly likely: number;
  readonly unlikely: number;
  readonly withoutCapacity: number;
  readonly worst?: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly state: 'already' | 'likely' | 'unlikely';
    /** Chance of a breach within the horizon. */
    readonly probability: number;
    readonly earliestMs: JsonNumber;
    readonly medianMs: JsonNumber;
    readonly latestMs: JsonNumber;
  };
  /** Why there is no summary, such as a capacity that cannot be read. */
  readonly reason?: string;
}

/** A stored forecast and how it stands; times in Unix milliseconds. */
export interface StoredForecastJson {
  readonly id: string;
  /** Must be named by the next change. */
  readonly version: number;
  readonly name: string;
  readonly unit: string;
  readonly schedule: string;
  /** The fields of the query as they were written. */
  readonly query: StoredForecastInput['query'];
  readonly createdBy: string;
  readonly createdMs: number;
  readonly updatedBy: string;
  readonly updatedMs: number;
  /** Pending: never trained. Ready: served. Failed: the last training failed; what it had before is still served. */
  readonly state: 'pending' | 'ready' | 'failed';
  /** Why the last training failed, and what to do. */
  readonly reason?: string;
  /** The answer of the last training was found damaged or gone; its model answers until it is trained anew. */
  readonly lost?: boolean;
  /** A training is queued (`total` 0) or under way. */
  readonly progress?: { readonly done: number; readonly total: number };
  /** When the answer that is served was made; `null`: there is none yet. */
  readonly trainedMs: JsonNumber;
  readonly originMs: JsonNumber;
  /** The model that is served, which is the one asked for once that has been trained. */
  readonly servedModel: string | null;
  readonly nextDueMs: JsonNumber;
  readonly trust?: StoredTrustJson;
  readonly breach?: StoredBreachJson;
}

/** The answer of `GET /v1/forecasts`, ordered by name. */
export interface StoredForecastsResponse {
  readonly forecasts: readonly StoredForecastJson[];
  /** How many the data source may have. */
  readonly limit: number;
  /** Ids of those whose settings are damaged on disk; nothing but deleting can be done with them. */
  readonly damaged: readonly string[];
}
