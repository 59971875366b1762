import type { Replace } from './interpolate-promql.ts';

const RANGE_VARIABLE = /(\$(?:__range(?:_m?s)?|__from|__to)(?!\w)|\$\{(?:__range(?:_m?s)?|__from|__to)(?::[^}]*)?\})/;

/** Whether a text depends on the dashboard's range, which would make a forecast change with every zoom. */
export function dependsOnRange(text: string): boolean {
  return RANGE_VARIABLE.test(text);
}

/** Leaves variables of the dashboard's range unreplaced, so that the engine refuses the expression. */
export function sparingRange(replace: Replace): Replace {
  return (text, format) =>
    text
      .split(RANGE_VARIABLE)
      .map((part, i) => (i % 2 === 0 ? replace(part, format) : part))
      .join('');
}
