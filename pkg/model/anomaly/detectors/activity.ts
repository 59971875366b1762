import { log } from '../../stats/portable.ts';
import { RobustDistance } from '../robust-distance.ts';
import { RollingMoments } from '../rolling-moments.ts';
import { SortedWindow } from '../sorted-window.ts';
import type { Detector, View } from './view.ts';

/** Share of the usual step below which steps count as none. */
const STILL = 0.05;

/**
 * How much the series moves from sample to sample, on a logarithmic scale, against how much it used to move: agitation
 * and calm alike. O(1) a sample.
 *
 * @param span samples over which movement is averaged
 */
export function activity(window: number, span: number): Detector {
  const steps = new SortedWindow(window);
  const recent = new RollingMoments(span);
  const levels = new RobustDistance(window);
  return {
    push({ value, previous, isAfterGap }: View): number {
      if (Number.isNaN(previous) || isAfterGap) {
        return 0;
      }
      const step = Math.abs(value - previous);
      recent.push(step);
      steps.push(step);
      const floor = STILL * Math.max(steps.median(), steps.quantile(0.9));
      return recent.size < span || !(floor > 0) ? 0 : Math.abs(levels.push(log(recent.mean() + floor), 1e-3));
    },
  };
}
