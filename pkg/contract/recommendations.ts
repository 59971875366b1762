import * as z from 'zod';
import type { Recommendation } from '#model/tuning/types.ts';
import { durationField } from './fields.ts';
import type { JsonNumber } from './rest.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** The states of a recommendation's life so far. */
export const RECOMMENDATION_STATES = ['proposed', 'approved', 'rejected', 'snoozed'] as const;

const scopeFields = {
  namespace: z.string().trim().max(253).default('').meta({
    title: 'Namespace',
    description: 'Only objects of this namespace. Empty: all.',
  }),
  history: durationField({ min: DAY, max: 30 * DAY })
    .prefault('14d')
    .meta({ title: 'History', description: 'How much of the past the advice rests on.' }),
  step: durationField({ min: MINUTE, max: 30 * MINUTE })
    .prefault('5m')
    .meta({ title: 'Step', description: 'Distance of the points of usage.' }),
};

/** Advice on requests, limits and volume sizes, as a table or as one number for stats and rules. */
export const recommendationsQuerySchema = z.object({
  queryType: z.literal('recommendations'),
  ...scopeFields,
  kinds: z
    .array(z.enum(['saving', 'reliability', 'none']))
    .max(3)
    .default(['saving', 'reliability'])
    .meta({ title: 'Kinds', description: 'Savings, reliability fixes, and objects that need no change.' }),
  measure: z.enum(['table', 'saving', 'count']).default('table').meta({
    title: 'Measure',
    description:
      'Table: one row a recommendation. Saving: money a month by namespace. Count: how many by namespace and purpose.',
  }),
});

/** `POST /v1/recommendations/run`: look again, in the background. */
export const recommendationRunSchema = z.strictObject(scopeFields);

/** Query string of what concerns one recommendation. */
export const namedSchema = z.strictObject({ id: z.string().min(1).max(2_000).meta({ title: 'Recommendation' }) });

/** `POST /v1/recommendations/decision`. */
export const decisionSchema = z
  .strictObject({
    action: z.enum(['approve', 'reject', 'snooze', 'reopen']),
    /** Why; needed to reject. */
    reason: z.string().trim().max(500).default(''),
    /** How long; needed to snooze. */
    snooze: durationField({ min: DAY / 24, max: 180 * DAY }).optional(),
    /** The version that was looked at: somebody else's decision meanwhile is a conflict. */
    version: z.number().int().min(0),
  })
  .refine(({ action, reason }) => action !== 'reject' || reason !== '', {
    path: ['reason'],
    error: 'The reason is empty. Say why, so that others understand.',
  })
  .refine(({ action, snooze }) => action !== 'snooze' || snooze !== undefined, {
    path: ['snooze'],
    error: 'The duration is missing. Choose how long to snooze.',
  });

/** Query string of `GET /v1/recommendations/export`: all approved ones, or those named. */
export const exportSchema = z.strictObject({
  format: z.enum(['patch', 'json', 'markdown']),
  ids: z.string().max(20_000).default('').meta({ description: 'Ids, separated by commas. Empty: all approved.' }),
});

export type RecommendationsQuery = z.output<typeof recommendationsQuerySchema>;
export type Decision = z.output<typeof decisionSchema>;
export type RecommendationState = (typeof RECOMMENDATION_STATES)[number];

/** One step in a recommendation's history. */
export interface DecisionJson {
  readonly atMs: number;
  readonly by: string;
  readonly action: Decision['action'];
  readonly reason: string;
  readonly untilMs: JsonNumber;
}

/** A recommendation as the page lists it. NaN of the model is `null` here. */
export interface RecommendationJson extends Omit<Recommendation, 'replays' | 'cost'> {
  readonly cost: {
    readonly currency: string;
    readonly before: JsonNumber;
    readonly after: JsonNumber;
    readonly saving: number;
    readonly extra: number;
  };
  readonly replays: readonly {
    readonly strategy: string;
    readonly basis: 'history' | 'forecast';
    readonly request?: number;
    readonly limit?: number;
    readonly minutes: number;
    readonly minutesThrottled: number;
    readonly oomKills: number;
    readonly minutesOverRequest: number;
    readonly headroom: JsonNumber;
    readonly costPerMonth: JsonNumber;
  }[];
  readonly state: RecommendationState;
  /** Of its decisions; 0: never decided on. */
  readonly version: number;
  readonly snoozedUntilMs: JsonNumber;
  readonly history: readonly DecisionJson[];
}

/** The answer of `GET /v1/recommendations`. */
export interface RecommendationsResponse {
  /** When the advice was made; `null`: never, start a run. */
  readonly madeMs: JsonNumber;
  readonly historyMs: number;
  readonly running?: { readonly done: number; readonly total: number };
  /** Why the last run failed. */
  readonly failure?: string;
  readonly recommendations: readonly RecommendationJson[];
  /** Changes that only save, and less than this a month, are left out of lists until somebody asks for them. */
  readonly leastSaving: number;
  readonly totals: {
    readonly changes: number;
    readonly savingPerMonth: number;
    readonly extraPerMonth: number;
    readonly reliability: number;
    readonly currency: string;
  };
  /** What could not be read, such as a missing exporter, for the whole run. */
  readonly lacking: readonly string[];
}

/** The answer of `GET /v1/recommendations/one`: with usage to draw and the outputs to copy. */
export interface RecommendationDetailJson extends RecommendationJson {
  readonly usage: {
    readonly startMs: number;
    readonly stepMs: number;
    /** Largest over the pods at each step. */
    readonly values: readonly JsonNumber[];
  };
  readonly outputs: { readonly patch: string; readonly diff: string; readonly json: string; readonly markdown: string };
}
