import type { Expected } from './expectation.ts';
import { distanceIn, FEWEST, robustScale } from './robust-distance.ts';
import { SortedWindow } from './sorted-window.ts';

/** So many errors of a habit count as much as those of all that were in use before it. */
const PRIOR_WEIGHT = 200;

/**
 * What every habit has left over, so that the one in use is measured by its own record: soon
 * after a season is found, the errors made without it are forgotten.
 */
export class HabitErrors {
  private readonly records: readonly SortedWindow[];
  private readonly used: SortedWindow;

  constructor(habits: number, memory: number) {
    this.records = Array.from({ length: habits }, () => new SortedWindow(memory));
    this.used = new SortedWindow(memory);
  }

  /** Signed distance of a value from the usual one in robust standard deviations; then every habit learns its error. */
  push(value: number, expected: Expected, floor: number): number {
    const error = value - expected.usual;
    const distance = Number.isNaN(error) ? 0 : this.distance(error, this.of(expected), floor);
    if (!Number.isNaN(error)) {
      this.used.push(error);
    }
    for (let i = 0; i < this.records.length; i++) {
      const left = value - expected.habits[i]!.value;
      if (!Number.isNaN(left)) {
        this.records[i]!.push(left);
      }
    }
    return distance;
  }

  /** Errors of the habit in use. */
  of({ source }: Expected): SortedWindow {
    return this.records[source]!;
  }

  private distance(error: number, own: SortedWindow, floor: number): number {
    if (this.used.size < FEWEST || own.size < FEWEST) {
      return 0;
    }
    const share = own.size / (own.size + PRIOR_WEIGHT);
    const scale = share * robustScale(own) + (1 - share) * robustScale(this.used);
    const centre = own.median();
    const size = distanceIn(Math.max(scale, floor), error, centre);
    return error < centre ? -size : size;
  }
}
