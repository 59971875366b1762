import type { GridFaults } from './grid.ts';

/** More remarks of the server than this are not worth reading. */
const MAX_REMARKS = 5;

/** What was mended, in sentences for people; nothing for what did not occur. */
export function faultNotices(faults: GridFaults): readonly string[] {
  return [
    tell(faults.nonFinite, 'sample', (n) => `${n} NaN or infinite and counted as a gap.`),
    tell(faults.offGrid, 'sample', (n) => `${n} sent for a time that was not asked for and left out.`),
    tell(faults.repeated, 'sample', (n) => `${n} sent twice for one time; the first is used.`),
    tell(faults.unsorted, 'sample', (n) => `${n} sent out of order and sorted in.`),
    tell(faults.sameLabels, 'series', (n) => `${n} sent with the labels of another series and merged with it.`),
    tell(faults.histograms, 'series', (n) => `${n} made of native histograms; use histogram_quantile() on it.`),
  ].flat();
}

/** The server's own warnings, each once. */
export function remarkNotices(remarks: ReadonlySet<string>): readonly string[] {
  const shown = [...remarks].sort().slice(0, MAX_REMARKS);
  const rest = remarks.size - shown.length;
  const more = rest > 0 ? [`Prometheus gave ${rest.toLocaleString('en-US')} further remarks.`] : [];
  return [...shown.map((remark) => `Prometheus remarks: ${remark}`), ...more];
}

function tell(count: number, noun: 'sample' | 'series', sentence: (subject: string) => string): readonly string[] {
  if (count === 0) {
    return [];
  }
  const plural = noun === 'sample' && count !== 1 ? 'samples' : noun;
  return [sentence(`${count.toLocaleString('en-US')} ${plural} ${count === 1 ? 'was' : 'were'}`)];
}
