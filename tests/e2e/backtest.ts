import { type APIRequestContext, expect } from '@playwright/test';
import type { SavedRule } from './alert-rules.ts';

const URL = '/api/v1/rule/backtest';
/** Grafana evaluates one after the other. */
const PATIENCE_MS = 40 * 60_000;

/** One time that an alert was raised, Unix milliseconds; `null`: still at the end. */
export interface Episode {
  readonly startMs: number;
  readonly endMs: number | null;
}

interface BacktestFrame {
  readonly schema: { readonly fields: ReadonlyArray<{ readonly labels?: Readonly<Record<string, string>> }> };
  readonly data: { readonly values: readonly [readonly number[], ...ReadonlyArray<ReadonlyArray<string | null>>] };
}

/** Whether this Grafana replays rules: only with the feature toggle `alertingBacktesting`. */
export async function canBacktest(request: APIRequestContext): Promise<boolean> {
  return (await request.post(URL, { data: {} })).status() !== 404;
}

/** Lets Grafana itself evaluate a rule at every interval from one time to another, and gives the firings of each series. */
export async function backtest(
  request: APIRequestContext,
  rule: SavedRule,
  { fromMs, untilMs, intervalMs }: { fromMs: number; untilMs: number; intervalMs: number }
): Promise<ReadonlyMap<string, readonly Episode[]>> {
  const response = await request.post(URL, {
    timeout: PATIENCE_MS,
    data: {
      // The end is left out.
      from: new Date(fromMs).toISOString(),
      to: new Date(untilMs + intervalMs).toISOString(),
      interval: `${intervalMs / 1_000}s`,
      condition: rule.condition,
      data: rule.data,
      for: rule.for,
      title: rule.title,
      labels: rule.labels,
      annotations: rule.annotations,
      no_data_state: rule.noDataState,
    },
  });
  expect(response.ok(), await response.text()).toBe(true);
  const { schema, data } = (await response.json()) as BacktestFrame;
  const [times, ...states] = data.values;
  expect(times).toHaveLength((untilMs - fromMs) / intervalMs + 1);
  return new Map(
    states
      .map((row, i) => [seriesName(schema.fields[i + 1]?.labels ?? {}), episodes(times, row)] as const)
      .filter(([, found]) => found.length > 0)
  );
}

/** A series by its own labels, without those that the rule adds. */
export function seriesName({ namespace = '', persistentvolumeclaim = '' }: Readonly<Record<string, string>>): string {
  return `${namespace}/${persistentvolumeclaim}`;
}

function episodes(times: readonly number[], states: ReadonlyArray<string | null>): Episode[] {
  const found: { startMs: number; endMs: number | null }[] = [];
  states.forEach((state, i) => {
    const open = found.at(-1)?.endMs === null ? found.at(-1) : undefined;
    const isFiring = state?.startsWith('Alerting') ?? false;
    if (isFiring && open === undefined) {
      found.push({ startMs: times[i]!, endMs: null });
    } else if (!isFiring && open !== undefined) {
      open.endMs = times[i]!;
    }
  });
  return found;
}
