import { ROUTES } from '../../support/rest-routes.ts';

/** Queries of every type that a dashboard or a rule may hold. */
export const CORRECT_QUERIES: readonly object[] = [
  { queryType: 'forecast', expr: 'up' },
  {
    queryType: 'forecast',
    expr: 'used',
    horizon: '1d',
    step: '1h',
    trainingWindow: '7d',
    aggregate: 'max',
    levels: [80, 95],
    lowerBound: 0,
    upperBound: 100,
    legendFormat: '{{node}}',
    model: 'linear-trend',
  },
  {
    queryType: 'forecast',
    expr: 'used',
    timeZone: 'Europe/Berlin',
    exclusions: '2026-03-01T10:00Z/2026-03-01T12:00Z, 2026-04-01',
    events: 'holiday=2026-12-25, sale=2026-11-27/2026-11-30',
  },
  { queryType: 'breach', expr: 'used', capacity: '100', measure: 'days', within: '2d', direction: 'down' },
  { queryType: 'breach', expr: 'used', capacity: 'size', format: 'table' },
  { queryType: 'baseline', expr: 'up', step: '1h' },
  {
    queryType: 'anomaly',
    expr: 'up',
    step: '1h',
    detectors: [],
    direction: 'up',
    threshold: 'critical',
    sensitivity: { info: 10, warning: 1, critical: 0.1, emergency: 0.01 },
    minDeviation: 1,
    minDuration: '5m',
    measure: 'score',
    format: 'table',
  },
  { queryType: 'recommendations', namespace: 'shop', kinds: ['saving'], measure: 'count' },
  { expression: '{"queryType":"forecast","expr":"up"}' },
];

/** A request of the REST routes. */
export interface RestRequest {
  readonly method: string;
  /** From `/v1` on, with the query string. */
  readonly path: string;
  readonly body: unknown;
}

/** One correct request a route; ids are of nothing that exists. */
export function correctRequests(nowMs: number): readonly RestRequest[] {
  return Object.entries(ROUTES).map(([route, { query = '', body }]) => {
    const [method = '', path = ''] = route.split(' ');
    const id = '0af76519-16cd-43dd-8448-eb211c80319c';
    return { method, path: path.replace(':id', id) + query, body: body?.(nowMs) };
  });
}
