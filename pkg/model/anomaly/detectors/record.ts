import { FEWEST } from '../robust-distance.ts';
import type { Detector, View } from './view.ts';

/** Scores ten for a value that lies as far outside of all values before as these lie apart. */
const TEN_RANGES = 10;
/** No score is larger, and none infinite. */
const FARTHEST = 1e12;

/**
 * How far a value lies outside of everything seen before, in tenths of the range seen. In a steady series the n-th
 * value is a record with probability 2/n, and a large one is rarer still; a spike that comes every night is none. O(1).
 */
export function record(): Detector {
  let least = Infinity;
  let most = -Infinity;
  let count = 0;
  return {
    push({ value }: View): number {
      const beyond = Math.max(value - most, least - value, 0);
      const score =
        count >= 2 * FEWEST && most > least ? Math.min((TEN_RANGES * beyond) / (most - least), FARTHEST) : 0;
      least = Math.min(least, value);
      most = Math.max(most, value);
      count++;
      return score;
    },
  };
}
