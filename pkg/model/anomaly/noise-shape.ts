import { log } from '../stats/portable.ts';

/** Errors that must be known on each side of the usual level before they are compared. */
const FEWEST = 100;
/** By how much more even the other kind of deviation must be before it is taken instead. */
const MARGIN = 1.7;

/** Mean absolute errors that forget, below and above the usual level. */
class Sides {
  private readonly low: { sum: number; weight: number } = { sum: 0, weight: 0 };
  private readonly high: { sum: number; weight: number } = { sum: 0, weight: 0 };

  push(isHigh: boolean, error: number, forget: number): void {
    const side = isHigh ? this.high : this.low;
    side.sum = side.sum * forget + error;
    side.weight = side.weight * forget + 1;
  }

  get isKnown(): boolean {
    return this.low.weight >= FEWEST && this.high.weight >= FEWEST;
  }

  /** 1 where errors are as large on both sides, greater the more they differ. */
  unevenness(): number {
    const low = this.low.sum / this.low.weight;
    const high = this.high.sum / this.high.weight;
    return low > 0 && high > 0 ? Math.max(low / high, high / low) : 1;
  }
}

/**
 * Whether the noise of a positive series grows with its level, so that deviations are ratios, or stays as it is, so that
 * they are differences: whichever kind of error is more alike when little and when much is usual. Ratios until enough
 * is known, as for most metrics of load. O(1) a sample.
 */
export class NoiseShape {
  private readonly ratios = new Sides();
  private readonly differences = new Sides();
  private readonly forget: number;
  private grows = true;

  /** @param memory samples after which an error has faded to 1/e */
  constructor(memory: number) {
    this.forget = 1 - 1 / memory;
  }

  /** Whether noise grows with the level, by what was learned so far. */
  get growsWithLevel(): boolean {
    return this.grows;
  }

  /** @param level what is usual at all times, to tell much from little */
  learn(value: number, usual: number, level: number): void {
    if (!(usual > 0 && value > 0)) {
      return;
    }
    const isHigh = usual > level;
    this.ratios.push(isHigh, Math.abs(log(value) - log(usual)), this.forget);
    this.differences.push(isHigh, Math.abs(value - usual), this.forget);
    if (this.ratios.isKnown) {
      const [kept, other] = this.grows ? [this.ratios, this.differences] : [this.differences, this.ratios];
      this.grows = other.unevenness() * MARGIN < kept.unevenness() ? !this.grows : this.grows;
    }
  }
}
