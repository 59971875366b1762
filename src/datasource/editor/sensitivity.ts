import { anomalyQuerySchema } from '#contract/anomaly-query.ts';
import { SEVERITIES, type Severity } from '#model/anomaly/types.ts';
import type { HeadroomQuery } from '../types.ts';

/** False alarms a series and month that a query takes for what it leaves out. */
export const USUAL_SENSITIVITY = anomalyQuerySchema.parse({ queryType: 'anomaly', expr: 'up' }).sensitivity;

/** The false alarms of a query with those of one severity changed; only what is unusual is kept, an empty text is the usual. */
export function changeSensitivity(
  before: HeadroomQuery['sensitivity'],
  severity: Severity,
  text: string
): HeadroomQuery['sensitivity'] {
  const after = { ...before, [severity]: text.trim() === '' ? undefined : Number(text) };
  const unusual = SEVERITIES.flatMap((name) => {
    const count = after[name];
    return count === undefined || count === USUAL_SENSITIVITY[name] ? [] : [[name, count] as const];
  });
  return unusual.length === 0 ? undefined : Object.fromEntries(unusual);
}

/** The unusual ones in words, such as "critical 0.5"; empty where there are none. */
export function sensitivityText(sensitivity: HeadroomQuery['sensitivity']): string {
  return SEVERITIES.flatMap((name) => {
    const count = sensitivity?.[name];
    return count === undefined || count === USUAL_SENSITIVITY[name] ? [] : [`${name} ${count}`];
  }).join(', ');
}
