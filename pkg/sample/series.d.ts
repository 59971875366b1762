/** Labels of a series, in the order in which an exporter writes them; the metric name is kept apart. */
export type Labels = Readonly<Record<string, string>>;
/** A value for every instant, Unix milliseconds. Pure: the same instant always gives the same value. */
export type Curve = (tMs: number) => number;
/** One time series of the sample cluster. */
export interface SampleSeries {
    /** Metric name as scraped, counters with their `_total`. */
    readonly name: string;
    readonly kind: 'counter' | 'gauge';
    readonly labels: Labels;
    /** The series exists within [fromMs, untilMs); infinite ends are allowed. */
    readonly fromMs: number;
    readonly untilMs: number;
    /** The value that a scrape at `tMs` finds, `undefined` where it finds none: object gone or scrape failed. */
    readonly at: (tMs: number) => number | undefined;
}
/** Milliseconds of a second, a minute, an hour and a day. */
export declare const SECOND = 1000;
export declare const MINUTE = 60000;
export declare const HOUR = 3600000;
export declare const DAY = 86400000;
/** Bytes of a mebibyte and a gibibyte. */
export declare const MIB: number;
export declare const GIB: number;
