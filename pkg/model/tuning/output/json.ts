import type { Recommendation } from '../types.ts';

/** The recommendations as JSON, all fields, indented by two; what is not a number is `null`. */
export function toJson(recommendations: readonly Recommendation[]): string {
  return `${JSON.stringify(recommendations, null, 2)}\n`;
}
