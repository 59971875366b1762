import type { AlertPreviewRequest } from '#contract/alert-preview.ts';

/** The settings of a rule that decide when its alerts fire. */
export interface Rule {
  readonly threshold: number;
  readonly condition: AlertPreviewRequest['condition'];
  readonly forMs: number;
  readonly intervalMs: number;
  readonly noDataState: AlertPreviewRequest['noDataState'];
}

/** One evaluation after the other, `intervalMs` apart. */
export interface Evaluations {
  readonly firstMs: number;
  /** The number that the rule saw of the series; NaN: it had no row. */
  readonly values: Float64Array;
  /** 1 where the rule had a row for any series. */
  readonly hasRows: Uint8Array;
}

/** One time that an alert was raised. */
export interface Firing {
  readonly pendingMs: number;
  readonly startMs: number;
  readonly endMs: number | null;
}

/** Grafana resolves an alert whose series has been missing for so many evaluations. */
const MISSING_EVALUATIONS = 2;

type Result = 'firing' | 'normal' | 'unchanged';

/**
 * What Grafana's rule evaluation makes of one series that begins as Normal: Pending from the first evaluation beyond
 * the threshold, Alerting once that has lasted for the pending period, Normal as soon as it ends. A series without a
 * row keeps its state and is resolved when it is missing for two evaluations; a rule without any row follows its
 * setting for no data.
 */
export function replayRule(rule: Rule, { firstMs, values, hasRows }: Evaluations): readonly Firing[] {
  const firings: Firing[] = [];
  let alert: Alert | undefined;
  let seenMs = firstMs;
  values.forEach((value, i) => {
    const atMs = firstMs + i * rule.intervalMs;
    const isSeen = !Number.isNaN(value) || (hasRows[i] === 0 && rule.noDataState === 'KeepLast');
    seenMs = isSeen ? atMs : seenMs;
    const missing = atMs - seenMs >= MISSING_EVALUATIONS * rule.intervalMs;
    const result = missing ? 'normal' : resultOf(rule, value, hasRows[i] === 1, alert !== undefined);
    if (result === 'firing') {
      alert = raised(alert ?? { pendingMs: atMs, startMs: undefined }, rule, atMs);
    } else if (result === 'normal') {
      firings.push(...ended(alert, atMs));
      alert = undefined;
    }
  });
  return [...firings, ...ended(alert, null)];
}

/** A series that is Pending, or Alerting once it has a start. */
interface Alert {
  readonly pendingMs: number;
  readonly startMs: number | undefined;
}

function raised({ pendingMs, startMs }: Alert, { forMs }: Rule, atMs: number): Alert {
  return { pendingMs, startMs: startMs ?? (atMs - pendingMs >= forMs ? atMs : undefined) };
}

function ended(alert: Alert | undefined, endMs: number | null): Firing[] {
  return alert?.startMs === undefined ? [] : [{ pendingMs: alert.pendingMs, startMs: alert.startMs, endMs }];
}

function resultOf(rule: Rule, value: number, hasRows: boolean, isActive: boolean): Result {
  if (!Number.isNaN(value)) {
    return isBeyond(rule, value) ? 'firing' : 'normal';
  }
  if (hasRows || rule.noDataState === 'NoData') {
    return 'unchanged';
  }
  return rule.noDataState === 'KeepLast' && isActive ? 'firing' : 'normal';
}

function isBeyond({ condition, threshold }: Rule, value: number): boolean {
  return condition === 'above' ? value > threshold : value < threshold;
}
