import * as z from 'zod';
import { durationField } from './fields.ts';
import { breachQuerySchema } from './query.ts';
import type { JsonNumber } from './rest.ts';

const SECOND = 1_000;
const DAY = 86_400_000;

/** `POST /v1/alert-preview`: a breach query and the rule on it. */
export const alertPreviewSchema = z.strictObject({
  query: z.strictObject({ ...breachQuerySchema.shape, queryType: z.literal('breach').default('breach') }),
  threshold: z.number().default(0.8).meta({
    title: 'Threshold',
    description: 'The rule fires while the number of a series is beyond this: a chance from 0 to 1, or days.',
  }),
  condition: z.enum(['above', 'below']).default('above').meta({
    title: 'Condition',
    description: 'Above for a probability, below for days.',
  }),
  for: durationField({ min: 0, max: 7 * DAY })
    .prefault('1m')
    .meta({ title: 'Pending period', description: 'How long the condition must hold before the rule fires.' }),
  interval: durationField({ min: 10 * SECOND, max: DAY })
    .prefault('1m')
    .meta({ title: 'Evaluation interval', description: 'How often the rule is evaluated.' }),
  days: z.number().int().min(1).max(30).default(30).meta({ title: 'Days', description: 'How far back to look.' }),
  noDataState: z.enum(['NoData', 'OK', 'KeepLast']).default('KeepLast').meta({
    title: 'When there is no data',
    description: "The rule's own setting, as Grafana names it.",
  }),
});

/** A validated preview request, durations in milliseconds. */
export type AlertPreviewRequest = z.output<typeof alertPreviewSchema>;

/** One time that an alert would have been raised; Unix milliseconds. */
export interface FiringJson {
  /** When its pending period began. */
  readonly pendingMs: number;
  readonly startMs: number;
  /** When it was resolved; `null`: not by the end of the preview. */
  readonly endMs: JsonNumber;
}

/** What a rule would have done with one series. */
export interface AlertPreviewSeriesJson {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly firings: readonly FiringJson[];
}

/** The answer of `POST /v1/alert-preview`. */
export interface AlertPreviewResponse {
  /** First and last evaluation that was replayed. */
  readonly fromMs: number;
  readonly untilMs: number;
  readonly evaluations: number;
  /** False: ask again, the replay goes on where it stands. */
  readonly complete: boolean;
  readonly progress: { readonly done: number; readonly total: number };
  /** How many times alerts would have been raised, in all; `null` until complete. */
  readonly fired: number | null;
  /** Series that would have fired, most often first; empty until complete. */
  readonly series: readonly AlertPreviewSeriesJson[];
  /** Series that were replayed. */
  readonly seriesCount: number;
  readonly notices: readonly string[];
}
