import { autoStep } from './auto-grid.ts';
import { formatDuration, parseDuration } from './duration.ts';

const FIVE_MINUTES = 300_000;
const DEFAULT_HORIZON_MS = 7 * 86_400_000;
const VARIABLE = /\$(?:(__(?:rate_)?interval)(_ms)?(?![A-Za-z0-9_])|\{(__(?:rate_)?interval)(_ms)?\})/g;

/** The fields of a query, as written, that decide how often its expression is evaluated. */
export interface IntervalFields {
  readonly horizon?: string | undefined;
  readonly step?: string | undefined;
  readonly aggregate?: string | undefined;
}

/**
 * Puts a fixed duration in the place of Grafana's `$__interval` and `$__rate_interval` (and `…_ms`), which would
 * otherwise follow the width of the panel and change the forecast with every zoom. An aggregate evaluates the
 * expression every five minutes or oftener, so windows of 5m cover a step without holes; `last` evaluates it once a
 * step, so the window is the step where that is longer. Unreadable durations count as their defaults.
 */
export function fixIntervalVariables(expr: string, fields: IntervalFields): string {
  const windowMs = windowOf(fields);
  return expr.replace(VARIABLE, (_, _plain, plainMs?: string, _braced?: string, bracedMs?: string) =>
    plainMs !== undefined || bracedMs !== undefined ? String(windowMs) : formatDuration(windowMs)
  );
}

function windowOf({ horizon = '', step = '', aggregate }: IntervalFields): number {
  if (aggregate !== 'last') {
    return FIVE_MINUTES;
  }
  const stepMs = parseDuration(step) ?? autoStep(parseDuration(horizon) ?? DEFAULT_HORIZON_MS);
  return Math.max(FIVE_MINUTES, stepMs);
}
