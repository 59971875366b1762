import type { BreachQuery } from '#contract/query.ts';
import { type ForecastPlan, planForecast } from '../plan.ts';
import type { Times } from './replay-values.ts';

/** Evaluations that share a forecast, because the grid did not move on between them. */
export interface Stretch {
  readonly plan: ForecastPlan;
  readonly first: number;
  readonly last: number;
}

/** The evaluations of a rule by the origin from which they are forecast. */
export function stretchesOf(query: BreachQuery, { firstMs, intervalMs, count }: Times): readonly Stretch[] {
  const stretches: { plan: ForecastPlan; first: number; last: number }[] = [];
  for (let i = 0; i < count; i++) {
    const atMs = firstMs + i * intervalMs;
    const stretch = stretches.at(-1);
    if (stretch !== undefined && atMs < stretch.plan.originMs + stretch.plan.stepMs) {
      stretch.last = i;
    } else {
      stretches.push({ plan: planForecast(query, { fromMs: 0, toMs: atMs }, atMs), first: i, last: i });
    }
  }
  return stretches;
}
