import type { HeadroomQuery } from '../types.ts';

/** A query as one line, for histories and inspectors. */
export function displayText(query: HeadroomQuery): string {
  const signal = query.expr?.trim() || 'no signal yet';
  if (query.queryType !== 'breach') {
    return `Forecast of ${signal}`;
  }
  const capacity = query.capacity?.trim();
  return capacity ? `Breach of ${capacity} by ${signal}` : `Breach by ${signal}`;
}
