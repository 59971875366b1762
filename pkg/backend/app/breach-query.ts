import { formatDuration } from '#contract/duration.ts';
import { HeadroomError } from '#contract/errors.ts';
import type { BreachQuery } from '#contract/query.ts';
import type { TimeRange } from '#contract/rest.ts';
import type { SeriesBreach } from './breach-answer.ts';
import { answerBreaches } from './breaches.ts';
import { resolveCapacity } from './capacity.ts';
import { authorize, type Context } from './context.ts';
import { unmatchedNotice } from './forecast-query.ts';
import { checkBounds, type ForecastDeps, type Source } from './forecast-signal.ts';
import { type ForecastPlan, planForecast } from './plan.ts';
import { type ServedFrom, serveSignal } from './served-signal.ts';

/** Breach queries share the forecasts of panels that show the usual bands. */
export const LEVELS: readonly number[] = [80, 95];

/** The answer to a breach query. */
export interface BreachAnswer {
  readonly plan: ForecastPlan;
  readonly series: readonly SeriesBreach[];
  readonly notices: readonly string[];
  /** The stored forecast that it was served from; absent on the fast path. */
  readonly stored?: ServedFrom;
}

/** Answers a breach query: forecasts the signal, then asks when each series first crosses its capacity. */
export async function runBreachQuery(
  ctx: Context,
  source: Source,
  deps: ForecastDeps,
  query: BreachQuery,
  range: TimeRange
): Promise<BreachAnswer> {
  authorize(ctx, 'forecast.read');
  checkBreachQuery(query);
  const nowMs = Math.min(range.toMs, deps.clock.now());
  const served = await serveSignal(
    ctx,
    source,
    deps,
    { ...query, levels: LEVELS },
    planForecast(query, range, deps.clock.now())
  );
  const { plan, stored } = served;
  const [signal, capacity, current] = await Promise.all([
    served.signal,
    resolveCapacity(ctx, source.reader, query.capacity, nowMs),
    source.reader.readInstant(ctx, query.expr, nowMs),
  ]);
  const series = await answerBreaches(ctx, deps.compute, query, { plan, nowMs, signal, capacity, current });
  const unmatched = series.filter((one) => one.answer.kind === 'no-capacity').length;
  const notices = [...served.notices, ...signal.notices, ...unmatchedNotice(unmatched, series.length)];
  return { plan, series, notices, ...(stored === undefined ? {} : { stored }) };
}

/** Throws `invalid_argument` for a query without a capacity, with a window longer than its horizon, or with bounds that contradict each other. */
export function checkBreachQuery(query: BreachQuery): void {
  checkBounds(query);
  if (query.capacity === '') {
    throw new HeadroomError('invalid_argument', 'A breach query needs a capacity.', {
      field: 'capacity',
      remedy: 'Enter a number or a PromQL expression as its capacity.',
    });
  }
  if (query.within > query.horizon) {
    const { within, horizon } = query;
    throw new HeadroomError(
      'invalid_argument',
      `The window of ${formatDuration(within)} is longer than the horizon of ${formatDuration(horizon)}.`,
      { field: 'within', remedy: 'Shorten the window or lengthen the horizon.' }
    );
  }
}
