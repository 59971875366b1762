import { between, keyOf } from '../random.ts';
import { schedule, type Schedule } from '../schedule.ts';
import { DAY, HOUR, MINUTE, type Curve } from '../series.ts';
import type { IrregularSawtoothFill, SawtoothFill } from './fill-spec.ts';

const CLEAN_UP = 12 * MINUTE;

/** Share of the way from low to peak by which a cycle may stay below the peak. */
const UNEVENNESS = 0.12;

interface Teeth {
  readonly key: number;
  readonly cleanUps: Schedule;
  readonly low: number;
  readonly peak: number;
  /** Length of a cycle in which the level would rise from low to peak. */
  readonly fullCycleMs: number;
}

/** Linear ramps between clean-ups, each of which takes some minutes; cycles differ a little in low level and pace. */
function teeth({ key, cleanUps, low, peak, fullCycleMs }: Teeth): Curve {
  const rise = peak - low;
  const lowOf = (cycle: number): number => low + between(keyOf(key, 'low'), cycle, 0, UNEVENNESS / 2) * rise;
  const paceOf = (cycle: number): number =>
    (rise * (1 - between(keyOf(key, 'pace'), cycle, UNEVENNESS / 2, UNEVENNESS))) / fullCycleMs;
  const topOf = (cycle: number): number =>
    lowOf(cycle) + paceOf(cycle) * (cleanUps.timeOf(cycle + 1) - cleanUps.timeOf(cycle));
  return (tMs) => {
    const cycle = cleanUps.indexAt(tMs);
    const since = tMs - cleanUps.timeOf(cycle);
    const ramp = lowOf(cycle) + paceOf(cycle) * since;
    return since < CLEAN_UP ? ramp + (topOf(cycle - 1) - ramp) * (1 - since / CLEAN_UP) : ramp;
  };
}

/**
 * Cleaned up like clockwork. The first clean-up after the anchor is less than a day away where cycles are longer than a
 * day, so that at the anchor the ramp has been rising for as long as it can.
 */
export function sawtooth(key: number, spec: SawtoothFill, anchorMs: number): Curve {
  const hour = spec.hour * HOUR;
  const nextCleanUp = Math.ceil((anchorMs - hour) / DAY) * DAY + hour;
  const fullCycleMs = spec.everyDays * DAY;
  const cleanUps = schedule({ key, everyMs: fullCycleMs, phaseMs: nextCleanUp, jitter: 0 });
  return teeth({ key, cleanUps, low: spec.low, peak: spec.peak, fullCycleMs });
}

/** How much the distance of irregular clean-ups varies: from 0.3 to 1.7 of the mean. */
const IRREGULARITY = 0.7;

/** Cleaned up at odd times. */
export function irregularSawtooth(key: number, spec: IrregularSawtoothFill, anchorMs: number): Curve {
  const everyMs = spec.everyDays * DAY;
  const phaseMs = anchorMs + everyMs * between(keyOf(key, 'phase'), 0, 0, 1);
  const cleanUps = schedule({ key, everyMs, phaseMs, jitter: IRREGULARITY });
  return teeth({ key, cleanUps, low: spec.low, peak: spec.peak, fullCycleMs: everyMs * (1 + IRREGULARITY) });
}
