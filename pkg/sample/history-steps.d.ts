import { type SampleSeries } from './series.ts';
/**
 * How densely history is written, milliseconds: counters that rates are taken of every 150 s, all else every 300 s.
 * A real server would hold ten to twenty times as much; this is the least at which usual queries work.
 */
export declare function historyStep(series: SampleSeries): number;
