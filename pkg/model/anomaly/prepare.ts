import { applyExclusions, type Interval } from '../series/exclusions.ts';
import { timeAt, type RegularSeries } from '../series/regular-series.ts';
import { zoneOffsets } from '../series/time-zone.ts';
import type { NoDetection } from './types.ts';

/** Fewer finite samples say nothing about what is usual. */
const FEWEST_SAMPLES = 20;
const DAY_MS = 86_400_000;
const CALENDAR_MS = [DAY_MS, 7 * DAY_MS];
const SHORTEST_SEASON = 4;

/** A series ready to be scored, or why it cannot be. */
export interface Prepared {
  readonly series: RegularSeries;
  readonly notices: readonly string[];
}

/** Takes out what must not be learned: silences and samples from the future. */
export function prepare(series: RegularSeries, silences: readonly Interval[], nowMs: number): Prepared | NoDetection {
  const { startMs, stepMs, values } = applyExclusions(series, silences);
  const notices: string[] = [];
  const beyond = Math.max(0, Math.floor((nowMs - startMs) / stepMs) + 1);
  const future = values.subarray(Math.min(beyond, values.length)).filter(Number.isFinite).length;
  if (future > 0) {
    values.fill(NaN, beyond);
    notices.push(`${future} samples are dated in the future and were left out.`);
  }
  const finite = values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
  if (finite === 0) {
    return { kind: 'no-data', reason: 'There are no samples.' };
  }
  if (finite < FEWEST_SAMPLES) {
    return {
      kind: 'not-enough-data',
      reason: `There are ${finite} samples; at least ${FEWEST_SAMPLES} are needed to tell what is usual.`,
    };
  }
  const missing = values.length - finite;
  if (missing > 0.2 * values.length) {
    notices.push(`${Math.round((100 * missing) / values.length)} % of the samples are missing.`);
  }
  return { series: { startMs, stepMs, values }, notices };
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
