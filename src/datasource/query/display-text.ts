import type { HeadroomQuery } from '../types.ts';

const NAMES = { forecast: 'Forecast', baseline: 'Baseline', anomaly: 'Anomalies' };

/** A query as one line, for histories and inspectors. */
export function displayText(query: HeadroomQuery): string {
  const { queryType = 'forecast', namespace } = query;
  const signal = query.expr?.trim() || 'no signal yet';
  if (queryType === 'recommendations') {
    return namespace ? `Recommendations for ${namespace}` : 'Recommendations';
  }
  if (queryType !== 'breach') {
    return `${NAMES[queryType]} of ${signal}`;
  }
  const capacity = query.capacity?.trim();
  return capacity ? `Breach of ${capacity} by ${signal}` : `Breach by ${signal}`;
}
