import * as z from 'zod';
import { DETECTORS, SEVERITIES } from '#model/anomaly/types.ts';
import { exclusionsField } from './calendar.ts';
import { autoOrDurationField, durationField } from './fields.ts';
import { signalFields } from './query.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

const { expr, legendFormat, aggregate, timeZone } = signalFields;

/** The fields of a signal that is compared with its own past. */
const watchedFields = {
  expr,
  legendFormat,
  aggregate,
  timeZone,
  step: autoOrDurationField({ min: 1_000, max: DAY }).prefault('auto').meta({
    title: 'Step',
    description: 'Distance of the points that are judged. Auto: 1m for a history up to 4d, 5m up to 30d, else 1h.',
  }),
  trainingWindow: autoOrDurationField({ min: 10 * MINUTE, max: 180 * DAY })
    .prefault('auto')
    .meta({
      title: 'History',
      description:
        'How much of the past tells what is usual. Auto: four weeks, less at a step below 2m; a weekly habit needs at least two weeks.',
    }),
  exclusions: exclusionsField().default('').meta({
    title: 'Maintenance windows',
    description:
      'No alarm within these, and nothing is learned from them: 2026-03-01T10:00:00Z/2026-03-01T12:00:00Z, or days: 2026-03-01.',
  }),
};

/** What is usual for each series of a signal, and the bands around it. */
export const baselineQuerySchema = z.object({
  queryType: z.literal('baseline'),
  ...watchedFields,
  levels: z
    .array(z.number().min(1).max(99.9))
    .min(1)
    .max(4)
    .refine(
      (levels) => new Set(levels).size === levels.length,
      'A band stands twice; each may stand once. Leave the second one out.'
    )
    .default([95, 99])
    .meta({ title: 'Bands', description: 'Coverage of the bands in percent, such as 95 and 99.' }),
});

const falseAlarms = z.number().min(0).max(10_000);

/** Where each series of a signal leaves its baseline, and how far. */
export const anomalyQuerySchema = z.object({
  queryType: z.literal('anomaly'),
  ...watchedFields,
  detectors: z.array(z.enum(DETECTORS)).max(DETECTORS.length).default([]).meta({
    title: 'Detectors',
    description: 'What looks at the series. Empty: all of them.',
  }),
  direction: z.enum(['both', 'up', 'down']).default('both').meta({
    title: 'Direction',
    description: 'Which side of the usual value is an anomaly.',
  }),
  threshold: z.enum(SEVERITIES).default('warning').meta({
    title: 'From severity',
    description: 'The mildest severity that counts as an anomaly.',
  }),
  sensitivity: z
    .strictObject({
      info: falseAlarms.default(10),
      warning: falseAlarms.default(1),
      critical: falseAlarms.default(0.1),
      emergency: falseAlarms.default(0.01),
    })
    .refine((s) => s.info >= s.warning && s.warning >= s.critical && s.critical >= s.emergency, {
      error: 'A graver severity has more false alarms than a milder one. Give it as many or fewer.',
    })
    .prefault({})
    .meta({
      title: 'False alarms',
      description: 'How many false alarms a series and month to expect at each severity or above.',
    }),
  minDeviation: z.number().min(0).default(0).meta({
    title: 'Minimum deviation',
    description: 'Smallest distance from the usual value that counts, in the unit of the signal.',
  }),
  minRelativeDeviation: z.number().min(0).max(1_000).default(0).meta({
    title: 'Minimum deviation, relative',
    description: 'Smallest distance as a fraction of the usual value: 0.1 is 10%.',
  }),
  minDuration: durationField({ min: 0, max: DAY })
    .prefault('0s')
    .meta({ title: 'Minimum duration', description: 'An anomaly counts once it has lasted so long.' }),
  measure: z.enum(['severity', 'score']).default('severity').meta({
    title: 'Measure',
    description:
      'Severity: 0 none, 1 info, 2 warning, 3 critical, 4 emergency, after all gates. Score: 0 to 100, before them.',
  }),
  format: z.enum(['series', 'numeric', 'table']).default('series').meta({
    title: 'Format',
    description:
      'Series: value, baseline and score over time. Numeric: one number a series as of now, for alert rules. Table: the anomalies in the range.',
  }),
});

/** A validated baseline query, durations in milliseconds. */
export type BaselineQuery = z.output<typeof baselineQuerySchema>;
/** A validated anomaly query, durations in milliseconds. */
export type AnomalyQuery = z.output<typeof anomalyQuerySchema>;
