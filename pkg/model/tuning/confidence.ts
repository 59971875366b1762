import type { Measures } from './measures.ts';

/** Days of history at which half of the confidence is reached. */
const HALF_DAYS = 2;

/** Within [0, 1]: much history (0.875 at two weeks) of an even kind (its quieter half as busy as the other). */
export function confidenceOf({ days, evenness }: Measures): number {
  return (days / (days + HALF_DAYS)) * (0.4 + 0.6 * evenness);
}
