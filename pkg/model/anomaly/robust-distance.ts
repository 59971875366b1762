import { MAD_TO_SD, SortedWindow } from './sorted-window.ts';

/** Width between the 5 % and the 95 % quantile of a standard normal distribution. */
const NORMAL_90 = 3.289707253902945;
/** Share of the scale by quantiles below which the MAD is not trusted: a series that mostly stands still has MAD 0. */
const QUANTILE_SHARE = 0.5;
/** No distance is larger: what overflows is very far off, and nothing is infinite. */
const FARTHEST = 1e12;
/** Distance, in standard deviations, of any change of a series that never changed. */
const FIRST_CHANGE = 10;
/** Fewer values say nothing about a scale. */
export const FEWEST = 10;

/** Robust standard deviation of a window: the MAD, or half of what its 5 % and 95 % quantiles say if that is more. */
export function robustScale(window: SortedWindow): number {
  const byQuantiles = (window.quantile(0.95) - window.quantile(0.05)) / NORMAL_90;
  return Math.max(window.mad() * MAD_TO_SD, QUANTILE_SHARE * byQuantiles);
}

/** Distance of a value from a centre in units of a scale; a fixed one where the scale is 0. */
export function distanceIn(scale: number, value: number, centre: number): number {
  if (scale > 0) {
    return Math.min(Math.abs(value - centre) / scale, FARTHEST);
  }
  return value === centre ? 0 : FIRST_CHANGE;
}

/** Scores a stream by the distance from its own past median in robust standard deviations, then learns the value. */
export class RobustDistance {
  readonly past: SortedWindow;

  constructor(window: number) {
    this.past = new SortedWindow(window);
  }

  /**
   * @param floor the least standard deviation
   * @returns signed distance; 0 while there are fewer than {@link FEWEST} values
   */
  push(value: number, floor: number): number {
    const distance = this.distance(value, floor);
    this.past.push(value);
    return distance;
  }

  distance(value: number, floor: number): number {
    if (this.past.size < FEWEST) {
      return 0;
    }
    const centre = this.past.median();
    const size = distanceIn(Math.max(robustScale(this.past), floor), value, centre);
    return value < centre ? -size : size;
  }
}
