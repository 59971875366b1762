import type { Measures } from './measures.ts';
import type { Evidence, ResourceHistory } from './types.ts';

/** The numbers that advice rests on, those that were measured. */
export function evidenceOf(history: ResourceHistory, measures: Measures): Evidence[] {
  const unit = history.resource === 'cpu' ? 'cores' : 'bytes';
  const { predictedPeak, throttling, oomKills, pods } = history;
  const all: Evidence[] = [
    { label: 'Median use', value: measures.p50, unit },
    { label: 'P95 of use', value: measures.p95, unit },
    { label: 'P99 of use', value: measures.p99, unit },
    { label: 'Largest use', value: measures.most, unit },
    { label: 'Largest use while starting', value: measures.startUpMost, unit },
    { label: 'Predicted peak', value: predictedPeak?.typical ?? NaN, unit },
    { label: 'Predicted peak, upper edge of the 80% band', value: predictedPeak?.high ?? NaN, unit },
    { label: 'Throttled periods', value: throttling === undefined ? NaN : 100 * throttling.ratio, unit: 'percent' },
    { label: 'Kills for lack of memory', value: history.resource === 'memory' ? oomKills.length : NaN, unit: 'count' },
    { label: 'History', value: measures.days, unit: 'days' },
    { label: 'Samples', value: measures.samples, unit: 'count' },
    { label: 'Pods', value: pods.length, unit: 'count' },
  ];
  return all.filter(({ value }) => Number.isFinite(value));
}
