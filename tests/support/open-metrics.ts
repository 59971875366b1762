/** A series with Unix milliseconds and value of its samples. */
export interface MetricSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly [number, number])[];
}

/** Gauges as OpenMetrics text; the series of a metric must follow each other. */
export function openMetricsText(all: readonly MetricSeries[]): string {
  const lines: string[] = [];
  let previous = '';
  for (const { name, labels, samples } of all) {
    if (name !== previous) {
      lines.push(`# TYPE ${name} gauge`);
      previous = name;
    }
    const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
    for (const [atMs, value] of samples) {
      lines.push(`${name}{${pairs.join(',')}} ${numberText(value)} ${(atMs / 1_000).toFixed(3)}`);
    }
  }
  return [...lines, '# EOF', ''].join('\n');
}

function numberText(value: number): string {
  return Number.isFinite(value) || Number.isNaN(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';
}
