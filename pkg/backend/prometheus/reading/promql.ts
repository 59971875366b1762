import type { Aggregate, RangeRequest } from '../../app/ports/series-reader.ts';

const SECOND = 1_000;
const EVALUATIONS_PER_STEP = 12;
const COARSEST_RESOLUTION_MS = 300 * SECOND;

/**
 * Distance of the evaluations that an aggregate is made of: a twelfth of the step in whole seconds, from one second
 * to five minutes (Prometheus looks back five minutes for a sample), and never longer than the step.
 */
export function resolutionMs(stepMs: number): number {
  const twelfth = Math.floor(stepMs / EVALUATIONS_PER_STEP / SECOND) * SECOND;
  return Math.min(stepMs, Math.max(SECOND, Math.min(COARSEST_RESOLUTION_MS, twelfth)));
}

/** How often the server evaluates the expression for one point. */
export function evaluationsPerPoint(aggregate: Aggregate, stepMs: number): number {
  return aggregate === 'last' ? 1 : Math.ceil(stepMs / resolutionMs(stepMs));
}

/** The expression of a range query whose value at `t` aggregates the evaluations in (t − step, t]. */
export function rangeExpression({ expr, aggregate, stepMs }: RangeRequest): string {
  // One millisecond less keeps t − step out: Prometheus 2 counts the left end of a subquery in, Prometheus 3 does not.
  const window = subquery(expr, Math.max(1, stepMs - 1), resolutionMs(stepMs));
  return aggregate === 'last' ? expr : `${aggregate}_over_time(${window})`;
}

/** Number of series that exist at any of the evaluations, `everyMs` apart, over the range that ends at the query's time. */
export function distinctSeries(expr: string, rangeMs: number, everyMs: number): string {
  return `count(last_over_time(${subquery(expr, rangeMs, everyMs)}))`;
}

/** Number of series at the query's time. */
export function seriesNow(expr: string): string {
  return `count(${enclosed(expr)})`;
}

/**
 * Whether an expression refers to the ends of its query's range (`@ start()`, `@ end()`), so that a query over a part
 * of the range would mean something else.
 */
export function dependsOnRange(expr: string): boolean {
  return /@\s*(start|end)\s*\(/i.test(expr);
}

function subquery(expr: string, rangeMs: number, everyMs: number): string {
  return `${enclosed(expr)}[${rangeMs}ms:${everyMs}ms]`;
}

/** On a line of its own, so that a comment at the end of the expression does not swallow the parenthesis. */
function enclosed(expr: string): string {
  return `(${expr}\n)`;
}
