import type { BreachQuery } from '#contract/query.ts';
import { breachAnswer, breachCase, type SeriesBreach } from './breach-answer.ts';
import { type CapacityLookup, valueOfSeries } from './capacity.ts';
import type { Context } from './context.ts';
import type { SignalForecast } from './forecast-signal.ts';
import type { ForecastPlan } from './plan.ts';
import type { Compute } from './ports/compute.ts';
import type { InstantValue } from './ports/series-reader.ts';
import { nameSeries } from './series-names.ts';

/** What is known at one moment. */
interface Moment {
  readonly plan: ForecastPlan;
  readonly nowMs: number;
  readonly signal: SignalForecast;
  readonly capacity: CapacityLookup | undefined;
  readonly current: readonly InstantValue[];
}

/** When each series of a signal is likely to cross its capacity, as it stands at one moment. */
export async function answerBreaches(
  ctx: Context,
  compute: Compute,
  query: BreachFields,
  { plan, nowMs, signal, capacity, current }: Moment
): Promise<readonly SeriesBreach[]> {
  const all = signal.series.map(({ history }) => history.labels);
  const names = nameSeries(all, query.legendFormat, query.expr);
  const cases = signal.series.map((series, i) => {
    const { labels } = series.history;
    const values = { capacity: capacity?.(labels), current: valueOfSeries(labels, current) };
    return breachCase(series, names[i] ?? query.expr, values, query.direction);
  });
  const breaches = await compute.breach(
    ctx,
    cases.flatMap(({ task }) => (task === undefined ? [] : [task]))
  );
  const next = breaches[Symbol.iterator]();
  return cases.map((one) => breachAnswer(one, one.task && next.next().value, plan, nowMs, query.within));
}

/** The fields of a query that decide what is said of its breaches. */
type BreachFields = Pick<BreachQuery, 'expr' | 'legendFormat' | 'direction' | 'within'>;
