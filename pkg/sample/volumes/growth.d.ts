import { type Curve } from '../series.ts';
import type { AcceleratingFill, BatchesFill, LinearFill, SaturatingFill, SeasonalTrendFill } from './fill-spec.ts';
/** Steady growth that is at 1 exactly `fullAfterDays` after the anchor. */
export declare function linear(key: number, spec: Pick<LinearFill, 'fullAfterDays' | 'perDay' | 'daily' | 'weekly'>, anchorMs: number): Curve;
/** Steady growth plus temporary files: its trend is at 1 `fullAfterDays` after the anchor, a peak may get there earlier. */
export declare function seasonalTrend(key: number, spec: SeasonalTrendFill, anchorMs: number): Curve;
/** Exponential growth from the level `from` on, at 1 exactly `fullAfterDays` after the anchor. */
export declare function accelerating(spec: AcceleratingFill, anchorMs: number): Curve;
/** A staircase: one batch a day. It crosses 1 half-way through the batch that starts nearest to `fullAfterDays`. */
export declare function batches(key: number, spec: BatchesFill, anchorMs: number): Curve;
/** Growth that levels off at `plateau`. */
export declare function saturating(spec: SaturatingFill, anchorMs: number): Curve;
