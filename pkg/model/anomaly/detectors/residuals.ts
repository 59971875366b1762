import { distanceIn, FEWEST, RobustDistance } from '../robust-distance.ts';
import type { Detector, View } from './view.ts';

/** Distance from the median of the window in robust standard deviations: how extreme the level is. O(1) a sample. */
export function robustZ(): Detector {
  return {
    push: ({ value, past, centre, scale }) => (past.size < FEWEST ? 0 : distanceIn(scale, value, centre)),
  };
}

/** Distance from the usual value, see `habit-errors.ts`: marks the whole extent of an unusual stretch. O(1). */
export function seasonalResidual(): Detector {
  return { push: ({ habitDistance }) => Math.abs(habitDistance) };
}

/**
 * What is left over after the nearest expectation, in robust standard deviations of what was left over before: marks
 * where something begins. O(1) a sample.
 */
export function adaptiveResidual(window: number): Detector {
  const distance = new RobustDistance(window);
  return {
    push: ({ value, nearest, floor }: View) =>
      Number.isNaN(nearest) ? 0 : Math.abs(distance.push(value - nearest, floor)),
  };
}
