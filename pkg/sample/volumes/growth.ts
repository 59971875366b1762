import { keyOf, uniform } from '../random.ts';
import { DAY, HOUR, MINUTE, type Curve } from '../series.ts';
import type { AcceleratingFill, BatchesFill, LinearFill, SaturatingFill, SeasonalTrendFill } from './fill-spec.ts';

/**
 * Days since the anchor by a clock that runs quicker at busy hours and days: its rate is 1 + daily·cos + weekly·cos,
 * so growth in its time has seasons and never shrinks while daily + weekly ≤ 1.
 */
function pacedDays(key: number, pace: { daily: number; weekly: number }, anchorMs: number): Curve {
  const dayPhase = 2 * Math.PI * uniform(keyOf(key, 'pace'), 0);
  const weekPhase = 2 * Math.PI * uniform(keyOf(key, 'pace'), 1);
  return (tMs) => {
    const day = 2 * Math.PI * (tMs / DAY);
    return (
      (tMs - anchorMs) / DAY +
      (pace.daily / (2 * Math.PI)) * Math.sin(day + dayPhase) +
      ((7 * pace.weekly) / (2 * Math.PI)) * Math.sin(day / 7 + weekPhase)
    );
  };
}

/** Steady growth that is at 1 exactly `fullAfterDays` after the anchor. */
export function linear(
  key: number,
  spec: Pick<LinearFill, 'fullAfterDays' | 'perDay' | 'daily' | 'weekly'>,
  anchorMs: number
): Curve {
  const days = pacedDays(key, spec, anchorMs);
  const full = days(anchorMs + spec.fullAfterDays * DAY);
  return (tMs) => 1 - spec.perDay * (full - days(tMs));
}

/** Steady growth plus temporary files: its trend is at 1 `fullAfterDays` after the anchor, a peak may get there earlier. */
export function seasonalTrend(key: number, spec: SeasonalTrendFill, anchorMs: number): Curve {
  const trend = linear(key, spec, anchorMs);
  const phase = 2 * Math.PI * uniform(keyOf(key, 'swing'), 0);
  return (tMs) => trend(tMs) + spec.swing * Math.sin((2 * Math.PI * tMs) / DAY + phase);
}

/** Exponential growth from the level `from` on, at 1 exactly `fullAfterDays` after the anchor. */
export function accelerating(spec: AcceleratingFill, anchorMs: number): Curve {
  const fullMs = anchorMs + spec.fullAfterDays * DAY;
  return (tMs) => spec.from + (1 - spec.from) * Math.exp((tMs - fullMs) / DAY / spec.timeConstantDays);
}

/** A staircase: one batch a day. It crosses 1 half-way through the batch that starts nearest to `fullAfterDays`. */
export function batches(key: number, spec: BatchesFill, anchorMs: number): Curve {
  const sizes = keyOf(key, 'batches');
  const batchAt = (tMs: number): number => Math.floor((tMs - spec.hour * HOUR) / DAY);
  const writtenBefore = (batch: number): number => batch + uniform(sizes, batch) / 2;
  const written = (tMs: number): number => {
    const batch = batchAt(tMs);
    const done = Math.min(1, (tMs - spec.hour * HOUR - batch * DAY) / (spec.lengthMinutes * MINUTE));
    return writtenBefore(batch) + done * (writtenBefore(batch + 1) - writtenBefore(batch));
  };
  const last = batchAt(anchorMs + (spec.fullAfterDays + 0.5) * DAY);
  const full = (writtenBefore(last) + writtenBefore(last + 1)) / 2;
  return (tMs) => 1 + spec.perBatch * (written(tMs) - full);
}

/** Growth that levels off at `plateau`. */
export function saturating(spec: SaturatingFill, anchorMs: number): Curve {
  const startMs = anchorMs - spec.startDaysAgo * DAY;
  return (tMs) => {
    const age = Math.max(0, tMs - startMs) / DAY;
    return spec.plateau - (spec.plateau - spec.from) * Math.exp(-age / spec.timeConstantDays);
  };
}
