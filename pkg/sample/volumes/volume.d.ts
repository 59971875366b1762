import { type Curve } from '../series.ts';
import type { FillSpec } from './fill-spec.ts';
/** A volume with its future. */
export interface Volume {
    readonly name: string;
    readonly shape: FillSpec['shape'];
    /** Bytes that fit, before any enlargement. */
    readonly capacityBytes: number;
    /** Bytes asked to be stored, whole blocks; above the capacity where more is asked than fits. */
    readonly demandBytes: Curve;
    /** Bytes used while nobody enlarges the volume: the demand, at most the capacity. */
    readonly value: Curve;
    /**
     * Unix milliseconds of the first instant after the anchor at which `value` reaches the capacity, noise included;
     * `undefined` where it does not within 90 days.
     */
    readonly crossingMs: number | undefined;
}
/** A volume that fills as described, its truth relative to an anchor. Cost: up to 26,000 values for the truth. */
export declare function volume(key: number, spec: {
    readonly name: string;
    readonly capacityBytes: number;
    readonly fill: FillSpec;
}, anchorMs: number): Volume;
