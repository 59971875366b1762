import { log } from '../../stats/portable.ts';
import type { Detector, View } from './view.ts';

/** How much longer than the longest rest so far a rest must be. */
const LONGER = 2;
const SHORTEST_REST = 5;
const MOST = 40;

/**
 * A series that normally moves stops: the value repeats exactly, more than twice as long as ever before. With a share `s`
 * of repeats so far, a rest of `r` samples has by chance the probability `sʳ`; the score is the distance at which a
 * normal distribution has about that tail, √(−2 r ln s). A gap ends a rest; a series that always rests scores 0. O(1).
 */
export function flatline(): Detector {
  let moves = 0;
  let repeats = 0;
  let rest = 0;
  let longest = 0;
  return {
    push({ value, previous, isAfterGap }: View): number {
      if (value !== previous || isAfterGap) {
        repeats += rest;
        moves++;
        longest = Math.max(longest, rest);
        rest = 0;
        return 0;
      }
      rest++;
      if (rest < SHORTEST_REST || rest <= LONGER * longest || moves < 2 * SHORTEST_REST) {
        return 0;
      }
      const share = (repeats + 1) / (repeats + moves + 2);
      return Math.min(MOST, Math.sqrt(-2 * rest * log(share)));
    },
  };
}
