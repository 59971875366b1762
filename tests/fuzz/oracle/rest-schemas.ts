import type * as z from 'zod';
import { alertPreviewSchema } from '../../../pkg/contract/alert-preview.ts';
import {
  anomalyFeedbackSchema,
  anomalyRequestSchema,
  baselineRequestSchema,
  watchedSignalChangeSchema,
  watchedSignalSchema,
} from '../../../pkg/contract/anomaly-rest.ts';
import {
  decisionSchema,
  exportSchema,
  namedSchema,
  recommendationRunSchema,
} from '../../../pkg/contract/recommendations.ts';
import {
  breachRequestSchema,
  forecastRequestSchema,
  labelNamesQuerySchema,
  labelValuesQuerySchema,
  listPageSchema,
  logPageSchema,
} from '../../../pkg/contract/rest.ts';
import { storedForecastChangeSchema, storedForecastSchema } from '../../../pkg/contract/stored-forecast.ts';

/** What a route reads of a request beside its path. */
export interface RouteSchemas {
  readonly body?: z.ZodType;
  readonly query?: z.ZodType;
  /** Type of the queries that the route answers at once, so that it must find what does not fit together in them. */
  readonly answers?: 'forecast' | 'breach' | 'anomaly' | 'baseline';
  /** What only the route itself can find wrong, such as a version that is not the newest. */
  readonly own?: readonly string[];
}

const LIST: RouteSchemas = { query: listPageSchema, own: ['cursor'] };
const LOG: RouteSchemas = { query: logPageSchema, own: ['cursor'] };
const ONE: RouteSchemas = { own: ['id'] };
const REPEATABLE = 'Idempotency-Key';

/** Every route of the router. */
export const REST_SCHEMAS: Readonly<Record<string, RouteSchemas>> = {
  'GET /v1/openapi.json': {},
  'POST /v1/forecast': { body: forecastRequestSchema, answers: 'forecast' },
  'POST /v1/breach': { body: breachRequestSchema, answers: 'breach' },
  'POST /v1/forecast/refresh': { body: forecastRequestSchema.pick({ query: true }), own: [REPEATABLE] },
  'GET /v1/source': {},
  'GET /v1/source/label-names': { query: labelNamesQuerySchema, own: ['cursor', 'match'] },
  'GET /v1/source/label-values': { query: labelValuesQuerySchema, own: ['cursor', 'match', 'label'] },
  'GET /v1/source/health': {},
  'GET /v1/forecasts': LIST,
  'POST /v1/forecasts': { body: storedForecastSchema, own: ['name', 'body', REPEATABLE] },
  'GET /v1/forecasts/:id': ONE,
  'PUT /v1/forecasts/:id': { body: storedForecastChangeSchema, own: ['id', 'name', 'version'] },
  'DELETE /v1/forecasts/:id': ONE,
  'POST /v1/forecasts/:id/restore': { own: ['id', 'body', 'name'] },
  'POST /v1/forecasts/:id/train': { own: ['id', REPEATABLE] },
  'POST /v1/alert-preview': { body: alertPreviewSchema, answers: 'breach', own: ['days', 'interval', 'capacity'] },
  'POST /v1/anomalies': { body: anomalyRequestSchema, answers: 'anomaly' },
  'POST /v1/baseline': { body: baselineRequestSchema, answers: 'baseline' },
  'POST /v1/anomaly-feedback': { body: anomalyFeedbackSchema, own: ['labels', 'body', REPEATABLE] },
  'DELETE /v1/anomaly-feedback/:id': ONE,
  'GET /v1/watched-signals': LIST,
  'POST /v1/watched-signals': { body: watchedSignalSchema, own: ['body', REPEATABLE] },
  'PUT /v1/watched-signals/:id': { body: watchedSignalChangeSchema, own: ['id', 'version'] },
  'DELETE /v1/watched-signals/:id': ONE,
  'GET /v1/recommendations': LIST,
  'POST /v1/recommendations/run': { body: recommendationRunSchema, own: [REPEATABLE] },
  'GET /v1/recommendations/export': { query: exportSchema, own: ['ids'] },
  'GET /v1/recommendations/one': { query: namedSchema, own: ['id'] },
  'POST /v1/recommendations/decision': { query: namedSchema, body: decisionSchema, own: ['id', 'version'] },
  'GET /v1/jobs': LOG,
  'GET /v1/audit': LOG,
};
