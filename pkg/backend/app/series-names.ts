import { widestFirst } from '#contract/label-order.ts';
import type { Labels } from './ports/series-reader.ts';

const PLACEHOLDER = /\{\{\s*([A-Za-z_][\w.]*)\s*\}\}/g;

/**
 * A name for each series, unique within the answer. With a format, `{{label}}` is replaced by the label's value, as
 * in Grafana's Prometheus data source; without one, or where it gives nothing, the labels that differ between the
 * series are shown, such as "shop/api", and a lone series is named by the expression.
 */
export function nameSeries(all: readonly Labels[], format: string, expr: string): string[] {
  const telling = tellingLabels(all);
  return unique(all.map((labels) => formatName(labels, format) || plainName(labels, telling, expr)));
}

function formatName(labels: Labels, format: string): string {
  return format.replace(PLACEHOLDER, (_, label: string) => labels[label] ?? '').trim();
}

function tellingLabels(all: readonly Labels[]): string[] {
  const keys = new Set(all.flatMap((labels) => Object.keys(labels)));
  return widestFirst([...keys].filter((key) => new Set(all.map((labels) => labels[key])).size > 1));
}

function plainName(labels: Labels, telling: readonly string[], expr: string): string {
  const values = telling.map((key) => labels[key]).filter((value) => value !== undefined && value !== '');
  if (values.length > 0) {
    // A path in a value, such as a mount point, would make the slash between the values unreadable.
    return values.join(values.some((value) => value?.includes('/')) ? ' ' : '/');
  }
  return labels['__name__'] ?? expr;
}

/** Numbers repeated names; a number that would give another series' own name is left out. */
function unique(names: readonly string[]): string[] {
  const own = new Set(names);
  const seen = new Map<string, number>();
  return names.map((name) => {
    let count = (seen.get(name) ?? 0) + 1;
    while (count > 1 && own.has(`${name} (${count})`)) {
      count++;
    }
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}
