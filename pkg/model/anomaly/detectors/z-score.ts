import { distanceIn, FEWEST } from '../robust-distance.ts';
import { RollingMoments } from '../rolling-moments.ts';
import type { Detector, View } from './view.ts';

/** Distance from the rolling mean in rolling standard deviations, both of the samples before. O(1) a sample. */
export function zScore(window: number): Detector {
  const moments = new RollingMoments(window);
  return {
    push({ value, floor }: View): number {
      const sd = Math.max(moments.sd(), floor);
      const score = moments.size >= FEWEST && sd > 0 ? distanceIn(sd, value, moments.mean()) : 0;
      moments.push(value);
      return score;
    },
  };
}
