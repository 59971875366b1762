import type { Curve, Labels, SampleSeries } from '../series.ts';
/** A scrape target: what its series have in common. */
export interface Target {
    /** Labels that Prometheus adds to each series of the target. */
    readonly labels: Labels;
    readonly isUp: (tMs: number) => boolean;
}
/** One object's life, Unix milliseconds, `untilMs` exclusive. */
export interface Life {
    readonly fromMs: number;
    readonly untilMs: number;
}
/** An object that was there before and is there after whatever is looked at. */
export declare const ALWAYS: Life;
/** Makes series of one target and one life. */
export interface SeriesMaker {
    gauge(name: string, labels: Labels, value: Curve | number): SampleSeries;
    counter(name: string, labels: Labels, value: Curve): SampleSeries;
}
/** A series shows a value while its object lives and its target answers. */
export declare function seriesOf(target: Target, life?: Life): SeriesMaker;
/** What Prometheus itself notes about a target at each scrape, failed ones included. */
export declare function upSeries(target: Target): SampleSeries;
/** A curve rounded to multiples of a unit, such as 0.01 for the ticks of a kernel clock. */
export declare function rounded(curve: Curve, unit: number): Curve;
