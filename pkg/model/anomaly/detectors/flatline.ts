import { log } from '../../stats/portable.ts';
import { SortedWindow } from '../sorted-window.ts';
import type { Detector, View } from './view.ts';

/** How much longer than the second longest rest so far a rest must be: a single one may have been an incident. */
const LONGER = 2;
const SHORTEST_REST = 5;
const MOST = 40;
/** Share of the usual step that is no movement: what rounding leaves of a rate of a counter that stands still. */
const STILL = 1e-3;

/**
 * A series that normally moves stops: the value stays, to a thousandth of its usual step, more than twice as long as all
 * rests before but one. With a share `s` of repeats so far, a rest of `r` samples has by chance the probability `sʳ`; the score is the
 * distance at which a normal distribution has about that tail, √(−2 r ln s). A gap ends a rest; a series that always
 * rests scores 0. O(log window) a sample.
 *
 * @param window steps that tell the usual one
 */
export function flatline(window: number): Detector {
  const steps = new SortedWindow(window);
  let moves = 0;
  let repeats = 0;
  let rest = 0;
  let longest = 0;
  let second = 0;
  return {
    push({ value, previous, isAfterGap }: View): number {
      const step = Math.abs(value - previous);
      const isStill = step <= (steps.size > 0 ? STILL * steps.median() : 0);
      if (!isStill || isAfterGap) {
        if (step > 0) {
          steps.push(step);
        }
        repeats += rest;
        moves++;
        second = Math.max(second, Math.min(longest, rest));
        longest = Math.max(longest, rest);
        rest = 0;
        return 0;
      }
      rest++;
      if (rest < SHORTEST_REST || rest <= LONGER * second || moves < 2 * SHORTEST_REST) {
        return 0;
      }
      const share = (repeats + 1) / (repeats + moves + 2);
      return Math.min(MOST, Math.sqrt(-2 * rest * log(share)));
    },
  };
}
