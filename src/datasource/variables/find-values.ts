import type { MetricFindValue } from '@grafana/data';
import type { SourceLabels } from '../labels.ts';
import { parseVariableQuery, VARIABLE_FORMS } from './parse-variable-query.ts';

/** More than anybody can choose from; the most that the engine gives. */
const MOST_VALUES = 10_000;

/**
 * Answers the query of a dashboard variable.
 *
 * @throws Error with the known forms when the query has none of them
 */
export async function findVariableValues(labels: SourceLabels, query: string): Promise<MetricFindValue[]> {
  const request = parseVariableQuery(query);
  if (request === undefined) {
    const forms = VARIABLE_FORMS.map(({ form }) => form).join(', ');
    throw new Error(`Headroom does not understand the variable query "${query}". Write it as one of: ${forms}.`);
  }
  const values =
    request.kind === 'label-names'
      ? await labels.names(request.match)
      : await labels.values(request.label, { limit: MOST_VALUES, ...(request.match ? { match: request.match } : {}) });
  return values.map((text) => ({ text, value: text }));
}
