import type { Curve } from './series.ts';
/** Autocorrelated noise as a sum of layers, each twice as quick as the one before. */
export interface NoiseShape {
    /** Distance of the slowest layer's knots, milliseconds; correlation dies out beyond it. */
    readonly slowestMs: number;
    readonly layers: number;
    /** Weight of each layer relative to the one before, within (0, 1]. */
    readonly decay: number;
}
/**
 * One layer of value noise: random levels of [-1, 1] at knots `periodMs` apart, joined by the cubic 3u² − 2u³. Smooth,
 * within [-1, 1], its slope at most 3 / periodMs.
 */
export declare function valueNoise(key: number, periodMs: number): Curve;
/** Noise within [-1, 1] with a standard deviation of roughly 0.3. Cost: two hashes a layer. */
export declare function noise(key: number, shape: NoiseShape): Curve;
/**
 * A bounded drift to add to a counter, so that counters of one machine do not rise in lockstep: its rate stays within
 * ± `maxPerSecond`, hence a counter that rises faster than that stays monotone.
 */
export declare function drift(key: number, periodMs: number, maxPerSecond: number): Curve;
