import { DEPARTED } from './detectors/departure.ts';
import { TailEstimate } from './tail.ts';

/** Departures that are known when the older half of them is forgotten for the first time. */
const FIRST_RENEWAL = 1_000;
/** Fewer say nothing of what is so rare: a week at a step of five minutes. */
const FEWEST_KNOWN = 2_000;
/** From exponential to a power law as heavy as any that metrics show. */
const SHAPES = { lightest: 0, heaviest: 0.5 };

/**
 * How rare a departure is among those of quiet times, as {@link TailEstimate}: what is near to a run of departures
 * or to a flat line, before or after, is not learned, or past incidents would make the next one look usual. A single departure is noise with a
 * heavy tail and is learned. Each sample is learned when `away` more have come. Whenever twice as many are known, the
 * older half is forgotten: habit was hardly known then, and departures were many. O(log memory) a sample.
 */
export class QuietTail {
  private readonly tail: TailEstimate;
  private readonly distance: Float64Array;
  private readonly isKnown: Uint8Array;
  private readonly away: number;
  private lastRun = -Infinity;
  private learned = 0;
  private renewAt = FIRST_RENEWAL;

  /**
   * @param distance raw scores of the departure detector
   * @param isKnown 0 at gaps, which are not learned
   * @param memory samples
   * @param away samples on both sides of a run that are not learned
   */
  constructor(distance: Float64Array, isKnown: Uint8Array, memory: number, away: number) {
    this.tail = new TailEstimate(memory, SHAPES);
    this.distance = distance;
    this.isKnown = isKnown;
    this.away = away;
  }

  /** Rarity of a sample, asked for in rising order; 0 while too little is known. Then learns one that is old enough. */
  at(index: number, isResting: boolean): number {
    const { distance, isKnown, away } = this;
    const rarity = this.hasLearned() ? this.tail.rarity(distance[index]!) : 0;
    if (isResting || (distance[index]! > DEPARTED && distance[index - 1]! > DEPARTED)) {
      this.lastRun = index;
    }
    const old = index - away;
    if (old >= 0 && isKnown[old] === 1 && this.lastRun <= old - away) {
      this.learn(distance[old]!);
    }
    return rarity;
  }

  /** Whether a sample is within a habit that is well known. */
  isHabit(index: number): boolean {
    return this.hasLearned() && this.distance[index]! <= DEPARTED;
  }

  private hasLearned(): boolean {
    return this.learned >= FEWEST_KNOWN;
  }

  private learn(distance: number): void {
    this.tail.learn(distance);
    if (++this.learned === this.renewAt) {
      this.tail.keepLatest(this.learned / 2);
      this.renewAt *= 2;
    }
  }
}
