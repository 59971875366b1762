import type { SeriesReader, GridSeries, InstantValue, Labels } from '../ports/series-reader.ts';
import { asCapacityError, matchCapacity, valueOfSeries } from '../capacity.ts';
import type { Context } from '../context.ts';

/** Evaluation times of a rule: `firstMs + i * intervalMs`. */
export interface Times {
  readonly firstMs: number;
  readonly intervalMs: number;
  readonly count: number;
}

/** Gives the value of a series at the i-th evaluation. */
export type ValueAt = (evaluation: number) => number | undefined;

/** Gives the values of each series over all evaluations. */
export type ValuesOf = (labels: Labels) => ValueAt;

/** What instant queries of an expression would have said at each evaluation about the very same series. */
export async function readCurrents(ctx: Context, reader: SeriesReader, expr: string, times: Times): Promise<ValuesOf> {
  return picker(await readInstants(ctx, reader, expr, times), valueOfSeries);
}

/** As {@link readCurrents} for a capacity: a number, or an expression matched by labels. */
export async function readCapacities(
  ctx: Context,
  reader: SeriesReader,
  text: string,
  times: Times
): Promise<ValuesOf> {
  const fixed = Number(text);
  if (Number.isFinite(fixed)) {
    return () => () => fixed;
  }
  try {
    return picker(await readInstants(ctx, reader, text, times), matchCapacity);
  } catch (thrown) {
    throw asCapacityError(thrown);
  }
}

/** A range query evaluates an expression at each of its times as an instant query would. */
async function readInstants(
  ctx: Context,
  reader: SeriesReader,
  expr: string,
  { firstMs, intervalMs, count }: Times
): Promise<readonly GridSeries[]> {
  const endMs = firstMs + (count - 1) * intervalMs;
  return (await reader.readRange(ctx, { expr, startMs: firstMs, endMs, stepMs: intervalMs, aggregate: 'last' })).series;
}

type Match = (labels: Labels, values: readonly InstantValue[]) => number | undefined;

/** Series that never match are left out beforehand, since there are many evaluations. */
function picker(all: readonly GridSeries[], match: Match): ValuesOf {
  return (labels) => {
    const candidates = all.filter((series) => match(labels, [{ labels: series.labels, value: 1 }]) !== undefined);
    return (evaluation) =>
      match(
        labels,
        candidates.map((series) => ({ labels: series.labels, value: series.values[evaluation] ?? NaN }))
      );
  };
}
