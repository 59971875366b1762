/** What a dashboard variable may ask for. */
export type LabelRequest =
  | { readonly kind: 'label-names'; readonly match: string | undefined }
  | { readonly kind: 'label-values'; readonly label: string; readonly match: string | undefined };

/** The forms that a variable query may have, for help texts and errors. */
export const VARIABLE_FORMS = [
  { form: 'label_values(label)', gives: 'all values of a label' },
  { form: 'label_values(metric{…}, label)', gives: 'the values of a label on some series' },
  { form: 'label_names()', gives: 'all label names, or those of the series in the brackets' },
  { form: 'metrics(regex)', gives: 'metric names that match' },
] as const;

const LABEL_NAMES = /^label_names\(([^]*)\)$/;
const METRICS = /^metrics\(([^]+)\)$/;
const LABEL_VALUES = /^label_values\((?:([^]+),)?\s*([A-Za-z_][A-Za-z0-9_]*)\s*\)$/;

/** Reads a variable query, or says `undefined` when it has none of the known forms. Variables are replaced before. */
export function parseVariableQuery(text: string): LabelRequest | undefined {
  const query = text.trim();
  const names = LABEL_NAMES.exec(query);
  if (names !== null) {
    return { kind: 'label-names', match: names[1]?.trim() || undefined };
  }
  const pattern = METRICS.exec(query)?.[1]?.trim();
  return pattern ? metricNames(pattern) : labelValues(query);
}

/** Metric names are values of a label; the pattern may match anywhere in them. */
function metricNames(pattern: string): LabelRequest {
  return { kind: 'label-values', label: '__name__', match: `{__name__=~${JSON.stringify(`.*(?:${pattern}).*`)}}` };
}

function labelValues(query: string): LabelRequest | undefined {
  const [, match, label] = LABEL_VALUES.exec(query) ?? [];
  return label === undefined ? undefined : { kind: 'label-values', label, match: match?.trim() || undefined };
}
