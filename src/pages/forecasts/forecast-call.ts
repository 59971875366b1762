import type { ForecastCall } from '../../shared/api/forecast-api.ts';
import { exampleOf } from './example-signals.ts';
import { historyRange, horizonError, type PageQuery } from './page-query.ts';

type Asked = Pick<PageQuery, 'expr' | 'capacity' | 'direction' | 'horizon'>;

/** What to ask the engine for; `undefined` as long as something is missing or wrong in itself. */
export function toForecastCall(sourceUid: string | undefined, asked: Asked, nowMs: number): ForecastCall | undefined {
  const { expr, capacity, direction, horizon } = asked;
  if (sourceUid === undefined || expr === '' || horizonError(horizon) !== undefined) {
    return undefined;
  }
  return {
    sourceUid,
    range: historyRange(horizon, nowMs),
    query: { expr, capacity, direction, horizon, ...exampleOf(asked)?.bounds },
  };
}
