import { widestFirst } from '#contract/label-order.ts';

/** The labels of one series. */
export type SeriesLabels = Readonly<Record<string, string>>;

const PLACEHOLDER = /\{\{\s*([A-Za-z_][\w.]*)\s*\}\}/g;

/**
 * A series in the words of an alert, as a template of Grafana: its legend where there is one, else the labels that tell
 * the series apart, all of them for a lone one. Empty for a series without labels.
 */
export function seriesTemplate(all: readonly SeriesLabels[], legendFormat: string): string {
  const legend = splitLegend(legendFormat);
  if (legend !== undefined) {
    return legend;
  }
  const keys = widestFirst(new Set(all.flatMap((labels) => Object.keys(labels)))).filter((key) => key !== '__name__');
  const telling = keys.filter((key) => new Set(all.map((labels) => labels[key])).size > 1);
  return (telling.length > 0 ? telling : keys).map(labelTemplate).join('/');
}

/** Text that stands as it is in a template. */
export function literal(text: string): string {
  return text.replaceAll('{{', '{{ "{{" }}');
}

function splitLegend(format: string): string | undefined {
  const parts = format.split(PLACEHOLDER);
  return parts.length === 1
    ? undefined
    : parts.map((part, i) => (i % 2 === 0 ? literal(part) : labelTemplate(part))).join('');
}

/** Any name of a label works with `index`; the short form is what people know. */
function labelTemplate(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `{{ $labels.${name} }}` : `{{ index $labels ${JSON.stringify(name)} }}`;
}
