import type { BreachQuery } from '#contract/query.ts';
import type { ReplayOrigin } from '../ports/compute.ts';
import type { Stretch } from './stretches.ts';
import type { Times, ValueAt } from './replay-values.ts';

/** A capacity with the latest value, as a rule saw them. */
export type ReplayCase = ReplayOrigin['cases'][number];

/** What was known of one series at each evaluation, equal cases of a stretch once. */
export interface SeriesCases {
  /** Cases of each stretch. */
  readonly cases: readonly (readonly ReplayCase[])[];
  /** Names of the cases of each stretch: equal names have equal distributions. */
  readonly names: readonly (readonly string[])[];
  /** Which case of its stretch an evaluation is; -1: the series had no capacity. */
  readonly caseAt: Int32Array;
}

/** Sorts the evaluations of one series by the breach distributions for which they ask. */
export function casesOf(
  { direction, measure }: Pick<BreachQuery, 'direction' | 'measure'>,
  stretches: readonly Stretch[],
  { firstMs, intervalMs, count }: Times,
  values: { readonly capacity: ValueAt; readonly current: ValueAt }
): SeriesCases {
  const caseAt = new Int32Array(count).fill(-1);
  const all = stretches.map(({ plan, first, last }) => {
    const known = new Map<string, { readonly index: number; readonly one: ReplayCase }>();
    for (let evaluation = first; evaluation <= last; evaluation++) {
      const capacity = values.capacity(evaluation);
      if (capacity !== undefined) {
        const one = { capacity, current: values.current(evaluation) };
        const isExact = measure === 'days' && firstMs + evaluation * intervalMs === plan.originMs;
        const name = nameOf(one, direction, isExact);
        const found = known.get(name) ?? { index: known.size, one };
        known.set(name, found);
        caseAt[evaluation] = found.index;
      }
    }
    return known;
  });
  return {
    cases: all.map((known) => [...known.values()].map(({ one }) => one)),
    names: all.map((known) => [...known.keys()]),
    caseAt,
  };
}

/**
 * The latest value decides whether the breach has come already. Else it moves crossings within the first step only,
 * which changes no probability, and days to the median at the origin itself alone.
 */
function nameOf({ capacity, current }: ReplayCase, direction: 'up' | 'down', isExact: boolean): string {
  if (current === undefined) {
    return `${capacity} none`;
  }
  const isOver = direction === 'up' ? current >= capacity : current <= capacity;
  return isOver ? `${capacity} over` : `${capacity} ${isExact ? current : 'within'}`;
}
