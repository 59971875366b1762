import { distanceIn, FEWEST, RobustDistance } from '../robust-distance.ts';
import type { Detector, View } from './view.ts';

/** Distance from the median of the window in robust standard deviations: how extreme the level is. O(1) a sample. */
export function robustZ(): Detector {
  return {
    push: ({ value, past, centre, scale }) => (past.size < FEWEST ? 0 : distanceIn(scale, value, centre)),
  };
}

/**
 * What is left over after an expectation, in robust standard deviations of what was left over before. By habit it marks
 * the whole extent of an unusual stretch; by the nearest candidate it marks where one begins.
 */
export function residual(window: number, by: 'usual' | 'nearest'): Detector {
  const distance = new RobustDistance(window);
  return {
    push: (view: View) => (Number.isNaN(view[by]) ? 0 : Math.abs(distance.push(view.value - view[by], view.floor))),
  };
}
