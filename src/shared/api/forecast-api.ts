import type { z } from 'zod';
import type { breachRequestSchema, BreachResponse, forecastRequestSchema, ForecastResponse } from '#contract/rest.ts';
import { askEngine } from '../host/engine-request.ts';

/** A forecast to ask a data source for. */
export interface ForecastCall {
  readonly sourceUid: string;
  readonly range: z.input<typeof forecastRequestSchema>['range'];
  readonly query: z.input<typeof forecastRequestSchema>['query'];
}

/** A forecast of each series, and where there is a capacity, when each is likely to reach it. */
export interface ForecastAnswer {
  readonly nowMs: number;
  readonly forecast: ForecastResponse;
  readonly breach: BreachResponse | undefined;
}

/**
 * Asks for the forecast, and at the same time for the breach within the whole horizon when there is a capacity.
 *
 * @throws EngineError when either cannot be answered
 */
export async function askForecast(call: ForecastCall, abort: AbortSignal): Promise<ForecastAnswer> {
  const { sourceUid, range, query } = call;
  const { levels: _, ...signal } = query;
  const breachBody: z.input<typeof breachRequestSchema> = {
    range,
    query: { ...signal, queryType: 'breach', within: query.horizon },
  };
  const [forecast, breach] = await Promise.all([
    askEngine<ForecastResponse>({
      sourceUid,
      path: 'v1/forecast',
      method: 'POST',
      body: { range, query },
      signal: abort,
    }),
    query.capacity
      ? askEngine<BreachResponse>({ sourceUid, path: 'v1/breach', method: 'POST', body: breachBody, signal: abort })
      : undefined,
  ]);
  return { nowMs: range.toMs, forecast, breach };
}
