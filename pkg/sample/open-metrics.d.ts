import { type SampleSeries } from './series.ts';
/** Which part of time to write, and how densely. */
export interface HistoryWindow {
    /** Unix milliseconds, inclusive. */
    readonly fromMs: number;
    /** Unix milliseconds, exclusive. */
    readonly untilMs: number;
    /** Distance of a series' samples, milliseconds; samples lie on multiples of it since 1970. */
    readonly stepMs: (series: SampleSeries) => number;
}
/** A piece of an OpenMetrics text and the number of samples in it. */
export interface OpenMetricsPiece {
    readonly text: string;
    readonly samples: number;
}
/**
 * The window as an OpenMetrics 1.0 text, one piece a series, so that memory stays bounded. Families come one after the
 * other, within a family series after series, within a series samples in order of time; the last piece is `# EOF`.
 * Timestamps are seconds. `series` must be sorted by name.
 */
export declare function openMetrics(series: readonly SampleSeries[], window: HistoryWindow): Generator<OpenMetricsPiece>;
