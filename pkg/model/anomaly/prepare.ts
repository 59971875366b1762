import { applyExclusions, type Interval } from '../series/exclusions.ts';
import { timeAt, type RegularSeries } from '../series/regular-series.ts';
import { zoneOffsets } from '../series/time-zone.ts';
import type { NoDetection } from './types.ts';

/** Fewer finite samples say nothing about what is usual. */
const FEWEST_SAMPLES = 20;
const MANY_MISSING = 0.2;
const DAY_MS = 86_400_000;
const CALENDAR_MS = [DAY_MS, 7 * DAY_MS];
const SHORTEST_SEASON = 4;

/** A series ready to be scored, or why it cannot be. */
export interface Prepared {
  readonly series: RegularSeries;
  readonly notices: readonly string[];
}

/** A copy without what must not be learned: silences, and samples from the future, of which it says how many. */
export function clean(
  series: RegularSeries,
  silences: readonly Interval[],
  nowMs: number
): { readonly series: RegularSeries; readonly future: number } {
  const cleaned = applyExclusions(series, silences);
  const { startMs, stepMs, values } = cleaned;
  const beyond = Math.min(Math.max(0, Math.floor((nowMs - startMs) / stepMs) + 1), values.length);
  const future = finiteCount(values.subarray(beyond));
  values.fill(NaN, beyond);
  return { series: cleaned, future };
}

/** Why so few samples cannot be scored; `undefined` when they can. */
export function refusal(samples: number): NoDetection | undefined {
  if (samples >= FEWEST_SAMPLES) {
    return undefined;
  }
  return samples === 0
    ? { kind: 'no-data', reason: 'There are no samples.' }
    : {
        kind: 'not-enough-data',
        reason: `There are ${samples} samples; at least ${FEWEST_SAMPLES} are needed to tell what is usual.`,
      };
}

/** Cleans one series and says what people should know about it, or why it cannot be scored. */
export function prepare(series: RegularSeries, silences: readonly Interval[], nowMs: number): Prepared | NoDetection {
  const { series: cleaned, future } = clean(series, silences, nowMs);
  const finite = finiteCount(cleaned.values);
  const notices: string[] = [];
  if (future > 0) {
    notices.push(`${future} samples are dated in the future and were left out.`);
  }
  const missing = cleaned.values.length - finite;
  if (missing > MANY_MISSING * cleaned.values.length) {
    notices.push(`${Math.round((100 * missing) / cleaned.values.length)}% of the samples are missing.`);
  }
  return refusal(finite) ?? { series: cleaned, notices };
}

/**
 *
 */
export function finiteCount(values: Float64Array): number {
  return values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
}

/** Day and week in whole steps, as far as the step divides them finely enough. */
export function calendarSeasons(stepMs: number): number[] {
  return CALENDAR_MS.map((ms) => Math.round(ms / stepMs)).filter((season) => season >= SHORTEST_SEASON);
}

/** By how many steps the wall clock is ahead of its offset at the start, one a sample; absent where it never changes. */
export function clockShifts({ startMs, stepMs, values }: RegularSeries, timeZone: string): Int32Array | undefined {
  const [first, ...changes] = zoneOffsets(timeZone, startMs, timeAt({ startMs, stepMs, values }, values.length));
  if (first === undefined || changes.length === 0) {
    return undefined;
  }
  const shifts = new Int32Array(values.length);
  for (const { fromMs, offsetMs } of changes) {
    const from = Math.floor((fromMs - startMs) / stepMs) + 1;
    shifts.fill(Math.round((offsetMs - first.offsetMs) / stepMs), Math.max(0, from));
  }
  return shifts;
}
