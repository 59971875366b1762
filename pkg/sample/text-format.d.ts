import type { Labels, SampleSeries } from './series.ts';
/** `name{a="1",b="2"}`; label values escaped as both text formats want it. */
export declare function seriesText(name: string, labels: Labels): string;
/** A sample value as both text formats want it. */
export declare function valueText(value: number): string;
/**
 * What an exporter answers to a scrape at `tMs`: Prometheus' text format 0.0.4, without timestamps. `series` must be
 * sorted by name.
 */
export declare function scrapeText(series: readonly SampleSeries[], tMs: number): string;
