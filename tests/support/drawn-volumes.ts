import { randomVolumes } from '../../pkg/sample/volumes/random-volumes.ts';
import type { Volume } from '../../pkg/sample/volumes/volume.ts';

/** Volumes of one seed by what becomes of them. The truth about them is `crossingMs`, which no data holds. */
export interface DrawnVolumes {
  /** Reach their capacity within some days. */
  readonly filling: readonly Volume[];
  /** Are cleaned up again and again, and never full. */
  readonly sawtooths: readonly Volume[];
}

const FILLING = 60;
const SAWTOOTHS = 100;
/** Of four drawn volumes two fill and one is a sawtooth. */
const DRAWN = 4 * SAWTOOTHS;

/** Draws 60 filling volumes and 100 sawtooths whose history ends at the anchor. */
export function drawVolumes(seed: number, anchorMs: number): DrawnVolumes {
  const all = randomVolumes({ seed, count: DRAWN, anchorMs });
  return {
    filling: all.filter(({ crossingMs }) => crossingMs !== undefined).slice(0, FILLING),
    sawtooths: all.filter(({ shape }) => shape.endsWith('sawtooth')).slice(0, SAWTOOTHS),
  };
}

/** How far a predicted date is from the true one, hours; what is not predicted within the horizon counts as its end. */
export function dateError(predictedMs: number | undefined, trueMs: number, horizonEndMs: number): number {
  return Math.abs(Math.min(predictedMs ?? horizonEndMs, horizonEndMs) - trueMs) / 3_600_000;
}

/** Where the line through two values of `predict_linear` reaches the capacity, not before `atMs`; it may never. */
export function lineCrossing(now: number, dayLater: number, capacity: number, atMs: number): number | undefined {
  const perDay = dayLater - now;
  return perDay > 0 ? atMs + Math.max(0, (capacity - now) / perDay) * 86_400_000 : undefined;
}

/** The median; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}
