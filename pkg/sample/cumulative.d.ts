import { type Curve } from './series.ts';
/**
 * The integral over seconds of a rate from `originMs` on: what a counter that started there shows. The rate is read in
 * the middle of each minute and held for that minute; a non-negative rate gives a counter that never falls. Before the
 * origin: 0.
 *
 * Sums are added up in one fixed order, so the answer does not depend on which instants were asked before, to the last
 * bit. Cost: each minute's rate is read once; after that a look-up; 8 to 16 bytes a minute since the origin.
 */
export declare function cumulative(rate: Curve, originMs: number): Curve;
/**
 * A counter that is set back to zero: what has been added to `total` since `resetMs(tMs)`, the latest reset at or
 * before `tMs`.
 */
export declare function sinceReset(total: Curve, resetMs: Curve): Curve;
