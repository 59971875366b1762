import { type Curve } from '../series.ts';
import type { IrregularSawtoothFill, SawtoothFill } from './fill-spec.ts';
/**
 * Cleaned up like clockwork. The first clean-up after the anchor is less than a day away where cycles are longer than a
 * day, so that at the anchor the ramp has been rising for as long as it can.
 */
export declare function sawtooth(key: number, spec: SawtoothFill, anchorMs: number): Curve;
/** Cleaned up at odd times. */
export declare function irregularSawtooth(key: number, spec: IrregularSawtoothFill, anchorMs: number): Curve;
