import * as z from 'zod';
import { eventsField, exclusionsField, timeZoneField } from './calendar.ts';
import { autoOrDurationField, durationField } from './fields.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Models that a query may name: `auto`, the blend of all, and each one alone. */
export const MODELS = [
  'auto',
  'ensemble',
  'seasonal-naive',
  'fourier-ar',
  'linear-trend',
  'damped-trend',
  'curved-trend',
  'seasonal-median',
  'lag-regression',
  'nlinear',
  'global-ridge',
  'theta',
  'ets',
  'mstl',
  'arima',
] as const;

/** Which way hurts: `up` when the signal must stay below its capacity, `down` when it must stay above. */
const direction = z.enum(['up', 'down']).default('up').meta({
  title: 'Breach when',
  description: 'Up: the signal must stay below its capacity. Down: it must stay above.',
});

/** The fields that every query has. */
export const signalFields = {
  expr: z.string().trim().min(1, 'The expression is empty. Enter a PromQL expression.').max(20_000).meta({
    title: 'Signal',
    description: 'PromQL expression that gives one or more gauges; wrap counters in rate().',
  }),
  legendFormat: z.string().max(1_000).default('').meta({
    title: 'Legend',
    description: 'Name of each series; {{label}} is replaced. Empty: the labels that differ.',
  }),
  horizon: durationField({ min: MINUTE, max: 90 * DAY })
    .prefault('7d')
    .meta({
      title: 'Horizon',
      description: 'How far ahead to forecast, from 1m to 90d.',
    }),
  step: autoOrDurationField({ min: 1_000, max: 7 * DAY })
    .prefault('auto')
    .meta({
      title: 'Step',
      description:
        'Distance of the points that the model sees. Auto: 5m up to 12h ahead, 1h up to 7d, 1d up to 30d, else 1w.',
    }),
  trainingWindow: autoOrDurationField({ min: MINUTE, max: 730 * DAY })
    .prefault('auto')
    .meta({
      title: 'Training window',
      description:
        'How much history the model learns from. Auto: 30d for hourly and finer steps, 180d for daily, 2y for weekly.',
    }),
  aggregate: z.enum(['avg', 'max', 'min', 'last']).default('avg').meta({
    title: 'Aggregate',
    description: 'How samples within a step become one point: avg, max or min over the step, or the last sample.',
  }),
  capacity: z.string().trim().max(20_000).default('').meta({
    title: 'Capacity',
    description:
      'A number, or a PromQL expression whose series are matched to the signal by the labels that both have.',
  }),
  direction,
  lowerBound: z.number().optional().meta({
    title: 'Lower bound',
    description:
      'The signal can never be below this, such as 0 for bytes. Empty: 0 for each series that never was negative, none for others.',
  }),
  upperBound: z.number().optional().meta({
    title: 'Upper bound',
    description: 'The signal can never be above this, such as 1 or 100 for a ratio. Empty: none.',
  }),
  timeZone: timeZoneField().default('').meta({
    title: 'Time zone',
    description:
      'Daily and weekly seasons follow the wall clock of this zone, such as Europe/Berlin, when summer time begins and ends. Empty: UTC.',
  }),
  exclusions: exclusionsField().default('').meta({
    title: 'Exclusions',
    description:
      'Incidents and other times that are no habit, separated by commas: 2026-03-01T10:00:00Z/2026-03-01T12:00:00Z, or days: 2026-03-01.',
  }),
  events: eventsField().default('').meta({
    title: 'Events',
    description:
      'Public holidays, sales and the like, past and future ones, separated by commas: holiday=2026-12-25, sale=2026-11-27/2026-11-30. What past ones did is added to the next of the same name.',
  }),
  model: z.enum(MODELS).default('auto').meta({
    title: 'Model',
    description:
      'Auto takes the best of the quick models by its own backtest, or a stored forecast of the same signal where there is one. Ensemble blends all: for few series, or stored.',
  }),
};

/** Coverage of the bands of a forecast. */
export const levelsField = z
  .array(z.number().min(1).max(99.9))
  .min(1)
  .max(4)
  .refine(
    (levels) => new Set(levels).size === levels.length,
    'A band stands twice; each may stand once. Leave the second one out.'
  )
  .default([80, 95])
  .meta({ title: 'Bands', description: 'Coverage of the bands in percent, such as 80 and 95.' });

/** A forecast of each series of a signal: actual, predicted and bands. */
export const forecastQuerySchema = z.object({
  queryType: z.literal('forecast'),
  ...signalFields,
  levels: levelsField,
});

/** When each series of a signal is likely to cross its capacity. */
export const breachQuerySchema = z.object({
  queryType: z.literal('breach'),
  ...signalFields,
  measure: z.enum(['probability', 'days']).default('probability').meta({
    title: 'Measure',
    description:
      'Probability: chance from 0 to 1 of a breach within the window. Days: until a breach is more likely than not.',
  }),
  within: durationField({ min: MINUTE, max: 90 * DAY })
    .prefault('4d')
    .meta({
      title: 'Within',
      description: 'The window of the probability; at most the horizon.',
    }),
  format: z.enum(['numeric', 'table']).default('numeric').meta({
    title: 'Format',
    description:
      'Numeric: one number a series, for alert rules and stats. Table: dates, range and probabilities for people.',
  }),
});

/** What a data source query of Headroom may say. Grafana's own fields are added by {@link GRAFANA_QUERY_FIELDS}. */
export const headroomQuerySchema = z.discriminatedUnion('queryType', [forecastQuerySchema, breachQuerySchema]);

/** Fields that Grafana itself adds to a query; they are neither ours nor unknown. */
export const GRAFANA_QUERY_FIELDS: readonly string[] = [
  'refId',
  'datasource',
  'datasourceId',
  'hide',
  'key',
  'intervalMs',
  'maxDataPoints',
  'queryCachingTTL',
  'timeRange',
  'adHocFilters',
  'scopes',
  'groupByKeys',
  // Its rule editor writes these into every query.
  'expression',
  'instant',
  'range',
];

/** A validated forecast query, defaults filled in, durations in milliseconds. */
export type ForecastQuery = z.output<typeof forecastQuerySchema>;
/** A validated breach query, defaults filled in, durations in milliseconds. */
export type BreachQuery = z.output<typeof breachQuerySchema>;
/** A validated query of any type. */
export type HeadroomQuery = z.output<typeof headroomQuerySchema>;
