import { MINUTE, type SampleSeries } from './series.ts';

/** Two samples in any five minutes, so that `rate(x[5m])` works. */
const FINE = 2.5 * MINUTE;

/** Within Prometheus' look-back of five minutes there is always one sample. */
const COARSE = 5 * MINUTE;

/**
 * How densely history is written, milliseconds: counters that rates are taken of every 150 s, all else every 300 s.
 * A real server would hold ten to twenty times as much; this is the least at which usual queries work.
 */
export function historyStep(series: SampleSeries): number {
  return series.kind === 'counter' && !series.name.startsWith('kube_') ? FINE : COARSE;
}
