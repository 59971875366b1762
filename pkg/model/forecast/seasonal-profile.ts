import { median } from '../stats/quantile.ts';
import { movingAverage } from '../stats/smooth.ts';

/** Cycles that a seasonal profile is learned from: enough for a median, few enough to follow change. */
const PROFILE_CYCLES = 10;

/** The seasonal profile at the end of a series and the series without it. */
export interface Deseasonalised {
  readonly values: Float64Array;
  /** What the season adds `step` steps after the last value. */
  seasonal(step: number): number;
}

/**
 * Subtracts the profile of every season with two cycles, shortest first: at each phase the median over the latest
 * cycles of the distance to the moving average. Medians, because a clean-up or an outage is no habit. O(n log n).
 */
export function deseasonalise(values: Float64Array, seasons: readonly number[]): Deseasonalised {
  const rest = values.slice();
  const profiles: Float64Array[] = [];
  for (const season of [...seasons].sort((a, b) => a - b)) {
    if (2 * season <= values.length) {
      const profile = endProfile(rest, season);
      profiles.push(profile);
      for (let i = 0; i < rest.length; i++) {
        rest[i]! -= profile[backPhase(rest.length - i, season)]!;
      }
    }
  }
  return {
    values: rest,
    seasonal: (step) => profiles.reduce((sum, profile) => sum + profile[step % profile.length]!, 0),
  };
}

/** Phase of the value `back` steps before the first future step, phase 0 being that of the first future step. */
function backPhase(back: number, season: number): number {
  return (season - (back % season)) % season;
}

/** Profile by phase after the end; its mean is zero. */
function endProfile(values: Float64Array, season: number): Float64Array {
  const count = values.length;
  const start = Math.max(0, count - (PROFILE_CYCLES + 1) * season);
  const recent = values.subarray(start);
  const trend = movingAverage(recent, season);
  const half = Math.floor(season / 2);
  const phases: number[][] = Array.from({ length: season }, () => []);
  for (let i = half; i < recent.length - half; i++) {
    phases[backPhase(recent.length - i, season)]!.push(recent[i]! - trend[i]!);
  }
  const profile = Float64Array.from(phases, (phase) => (phase.length === 0 ? 0 : median(phase)));
  const mean = profile.reduce((sum, value) => sum + value, 0) / season;
  return profile.map((value) => value - mean);
}
