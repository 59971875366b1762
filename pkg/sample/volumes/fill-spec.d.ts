interface Noisy {
    /** Swing of the autocorrelated noise as a part of the capacity; 0 for none. */
    readonly noise: number;
}
interface Paced {
    /** How much quicker than on average the volume fills at its best hour of the day; 0.5 is half as much again. */
    readonly daily: number;
    /** The same for the best day of the week; `daily` + `weekly` ≤ 1, so that nothing shrinks. */
    readonly weekly: number;
}
/** Steady growth of `perDay`, full `fullAfterDays` after the anchor. */
export interface LinearFill extends Noisy, Paced {
    readonly shape: 'linear';
    readonly fullAfterDays: number;
    readonly perDay: number;
}
/** Steady growth with temporary files that come and go every day, `swing` up and down. */
export interface SeasonalTrendFill extends Noisy, Paced {
    readonly shape: 'seasonal-trend';
    readonly fullAfterDays: number;
    readonly perDay: number;
    readonly swing: number;
}
/** Exponential growth above the level `from`. */
export interface AcceleratingFill extends Noisy {
    readonly shape: 'accelerating';
    readonly fullAfterDays: number;
    readonly from: number;
    readonly timeConstantDays: number;
}
/** One batch a day at `hour` UTC, nothing in between; batches differ in size by up to a half. */
export interface BatchesFill extends Noisy {
    readonly shape: 'batches';
    readonly fullAfterDays: number;
    readonly perBatch: number;
    readonly hour: number;
    readonly lengthMinutes: number;
}
/** Growth that levels off at `plateau`. */
export interface SaturatingFill extends Noisy {
    readonly shape: 'saturating';
    readonly plateau: number;
    readonly from: number;
    readonly startDaysAgo: number;
    readonly timeConstantDays: number;
}
/** Cleaned up every `everyDays` (a whole number) at `hour` UTC; never above `peak`. */
export interface SawtoothFill extends Noisy {
    readonly shape: 'sawtooth';
    readonly everyDays: number;
    readonly hour: number;
    readonly low: number;
    readonly peak: number;
}
/** Cleaned up when somebody thinks of it, every `everyDays` on average; never above `peak`. */
export interface IrregularSawtoothFill extends Noisy {
    readonly shape: 'irregular-sawtooth';
    readonly everyDays: number;
    readonly low: number;
    readonly peak: number;
}
/** How a volume fills; levels and rates are parts of its capacity. */
export type FillSpec = LinearFill | SeasonalTrendFill | AcceleratingFill | BatchesFill | SaturatingFill | SawtoothFill | IrregularSawtoothFill;
export {};
