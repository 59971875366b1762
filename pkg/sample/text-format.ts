import type { Labels, SampleSeries } from './series.ts';

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}

/** `name{a="1",b="2"}`; label values escaped as both text formats want it. */
export function seriesText(name: string, labels: Labels): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escaped(value)}"`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
}

/** A sample value as both text formats want it. */
export function valueText(value: number): string {
  if (Number.isFinite(value)) {
    return String(value);
  }
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

/**
 * What an exporter answers to a scrape at `tMs`: Prometheus' text format 0.0.4, without timestamps. `series` must be
 * sorted by name.
 */
export function scrapeText(series: readonly SampleSeries[], tMs: number): string {
  const lines: string[] = [];
  let family = '';
  for (const one of series) {
    const value = one.at(tMs);
    if (value === undefined) {
      continue;
    }
    if (one.name !== family) {
      family = one.name;
      lines.push(`# TYPE ${family} ${one.kind}`);
    }
    lines.push(`${seriesText(one.name, one.labels)} ${valueText(value)}`);
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}
