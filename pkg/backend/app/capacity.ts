import { HeadroomError } from '#contract/errors.ts';
import type { Context } from './context.ts';
import type { InstantValue, Labels, SeriesReader } from './ports/series-reader.ts';

/** Gives the capacity of a series by its labels; `undefined` when none matches. */
export type CapacityLookup = (labels: Labels) => number | undefined;

/**
 * Resolves the capacity of a query: a number holds for every series; a PromQL expression is evaluated at `atMs` and
 * matched to a series by the labels that both have. The result is `undefined` when the query states no capacity.
 *
 * @throws HeadroomError `invalid_expression` with the field `capacity` when the expression is wrong
 */
export async function resolveCapacity(
  ctx: Context,
  reader: SeriesReader,
  text: string,
  atMs: number
): Promise<CapacityLookup | undefined> {
  if (text === '') {
    return undefined;
  }
  const fixed = Number(text);
  if (Number.isFinite(fixed)) {
    return () => fixed;
  }
  const values = await readCapacity(ctx, reader, text, atMs);
  return (labels) => matchCapacity(labels, values);
}

async function readCapacity(
  ctx: Context,
  reader: SeriesReader,
  expr: string,
  atMs: number
): Promise<readonly InstantValue[]> {
  try {
    return await reader.readInstant(ctx, expr, atMs);
  } catch (thrown) {
    throw asCapacityError(thrown);
  }
}

/** What went wrong with an expression, told of the capacity. */
export function asCapacityError(thrown: unknown): unknown {
  return thrown instanceof HeadroomError && thrown.field === 'expr'
    ? new HeadroomError(thrown.code, thrown.message, {
        field: 'capacity',
        remedy: 'Correct the capacity: a number, or a PromQL expression that gives one value a series.',
        cause: thrown,
      })
    : thrown;
}

/**
 * The value whose labels agree with those of the series in every label that both have, taking the candidate with
 * the most shared labels. A value without labels fits every series; one that has labels but shares none fits none.
 * `undefined` when nothing fits, or several different values fit equally well.
 */
export function matchCapacity(labels: Labels, values: readonly InstantValue[]): number | undefined {
  return bestFit(values, (candidate) => sharedLabels(labels, candidate));
}

/**
 * The value of the very same series, whatever its metric name. `undefined` when there is none, or several different
 * ones that only the name tells apart.
 */
export function valueOfSeries(labels: Labels, values: readonly InstantValue[]): number | undefined {
  const wanted = labelNames(labels).length;
  return bestFit(values, (candidate) =>
    sharedLabels(labels, candidate) === wanted && labelNames(candidate).length === wanted ? 0 : undefined
  );
}

/** The value with the highest rank, `undefined` when none is ranked or different values share the highest. */
function bestFit(values: readonly InstantValue[], rankOf: (labels: Labels) => number | undefined): number | undefined {
  let best: { rank: number; value: number; ambiguous: boolean } | undefined;
  for (const { labels, value } of values) {
    const rank = rankOf(labels);
    if (rank === undefined || Number.isNaN(value)) {
      continue;
    }
    if (best === undefined || rank > best.rank) {
      best = { rank, value, ambiguous: false };
    } else if (rank === best.rank && value !== best.value) {
      best.ambiguous = true;
    }
  }
  return best === undefined || best.ambiguous ? undefined : best.value;
}

/** How many labels the two have in common; `undefined` when they contradict each other or have nothing in common. */
function sharedLabels(a: Labels, b: Labels): number | undefined {
  const keys = labelNames(b);
  const common = keys.filter((key) => a[key] !== undefined);
  const nothingInCommon = keys.length > 0 && common.length === 0;
  return nothingInCommon || common.some((key) => a[key] !== b[key]) ? undefined : common.length;
}

function labelNames(labels: Labels): string[] {
  return Object.keys(labels).filter((key) => key !== '__name__');
}
