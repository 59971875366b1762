import { RobustDistance } from '../robust-distance.ts';
import { RollingMoments } from '../rolling-moments.ts';
import type { Detector, View } from './view.ts';

/**
 * The mean of the last samples against the means that such stretches had before, in robust standard deviations: small
 * but lasting moves that no single sample shows. O(1) a sample.
 *
 * @param span samples of a stretch
 */
export function levelShift(window: number, span: number): Detector {
  const recent = new RollingMoments(span);
  const means = new RobustDistance(window);
  return {
    push({ value, floor }: View): number {
      recent.push(value);
      return recent.size < span ? 0 : Math.abs(means.push(recent.mean(), floor));
    },
  };
}
