/**
 * A query that travels in one text. Of a query in the address of its rule editor Grafana keeps a few fields that it
 * knows from Prometheus; `expression` is one of them, so a whole query of ours goes there and is taken out again by
 * whoever meets it: the query editor, the data source, the engine.
 */

/** Fields of a query as the text of the field `expression`. */
export function packQuery(fields: object): string {
  return JSON.stringify(fields);
}

/**
 * The query with the packed fields in their places and no `expression`; the very same object when nothing is
 * packed. What is packed never replaces an expression that somebody has entered.
 */
export function unpackQuery<Q extends object>(query: Q): Q {
  const { expression, ...rest } = Object.fromEntries(Object.entries(query)) as Record<string, unknown>;
  const isEmpty = rest['expr'] === undefined || rest['expr'] === '';
  const packed = isEmpty && typeof expression === 'string' ? parseObject(expression) : undefined;
  // Undefined rather than left out: Grafana's rule editor lays a changed query over the one before.
  return packed === undefined ? query : ({ ...rest, ...packed, expression: undefined } as Q);
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
