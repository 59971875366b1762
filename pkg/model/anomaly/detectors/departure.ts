import { log } from '../../stats/portable.ts';
import { Expectation } from '../expectation.ts';
import { NoiseShape } from '../noise-shape.ts';
import { distanceIn, robustScale } from '../robust-distance.ts';
import { SortedWindow } from '../sorted-window.ts';
import type { Detector, View } from './view.ts';

/** Robust standard deviations from which on a sample is not learned: what happens once is no habit. */
export const DEPARTED = 4;
/** Robust standard deviations from which on a deviation is a precedent, and samples by which it may be early or late. */
const PRECEDENT = 3;
const PLAY = 2;
/** What comes back is not always of the same size. */
const LARGER = 1.1;
/** Errors that must be known before a distance is believed. */
const FEWEST_ERRORS = 50;
/** Share of the median that keeps the logarithm of what is nearly nothing from mattering. */
const NEARLY_NOTHING = 0.02;
/** A standard deviation below is none: of ratios, and of differences as a share of what is expected. */
const LEAST_RATIO = 0.01;
const LEAST_DIFFERENCE = 1e-3;
/** A series has ratios while no more than this share of it is 0, and nothing is negative. */
const SHARE_OF_ZEROS = 0.05;

/** What a departure is measured against. */
export interface DepartureOptions {
  /** The whole series; only what precedes a sample is read. */
  readonly values: Float64Array;
  /** Lengths in steps, shortest first. */
  readonly seasons: readonly number[];
  /** Steps by which the wall clock is ahead of the index, one a sample; absent: never. */
  readonly shifts: Int32Array | undefined;
  /** Samples whose median is the level. */
  readonly day: number;
  /** Samples whose errors are remembered. */
  readonly memory: number;
}

/**
 * How far a sample is outside of habit, in robust standard deviations, where habit is learned only from samples that
 * were within {@link DEPARTED} of it: an incident neither moves the expectation nor widens the scale, so that the second
 * one is found like the first. What was as far off on the same side at the same time of the day before, or of the two
 * weeks before (of one while no more are known), two samples early or late, is habit already: a nightly or weekly batch,
 * or a level that has lasted for a day.
 *
 * Deviations are ratios where the series is positive and its noise grows with its level (see `noise-shape.ts`), else
 * differences. O(cycles + log memory) a sample.
 */
export function departure(options: DepartureOptions): Detector {
  const habit = new LearnedHabit(options);
  return {
    push(view: View): number {
      const distance = habit.distanceOf(view);
      if (distance <= DEPARTED) {
        habit.learn(view);
      }
      habit.compare(view);
      return distance;
    },
  };
}

/** For what precedent to look. */
interface Look {
  readonly index: number;
  /** 1 above what is usual, −1 below. */
  readonly side: number;
  /** Deviations up to this are none. */
  readonly from: number;
}

/** Habit as far as it is learned, and what was expected of every sample so far. */
class LearnedHabit {
  private readonly options: DepartureOptions;
  /** The values that were learned; NaN elsewhere. */
  private readonly learned: Float64Array;
  private readonly usual: Float64Array;
  private readonly expectation: Expectation;
  private readonly level: SortedWindow;
  private readonly noise: NoiseShape;
  /** Errors of each habit, of either kind, so that a change of the kind forgets nothing. */
  private readonly ratios: readonly SortedWindow[];
  private readonly differences: readonly SortedWindow[];
  private hasRatios = false;
  private nothing = 0;
  /** Of the latest value. */
  private size = 0;

  constructor(options: DepartureOptions) {
    const { values, seasons, shifts, day, memory } = options;
    const windows = () => Array.from({ length: seasons.length + 1 }, () => new SortedWindow(memory));
    this.options = options;
    this.learned = new Float64Array(values.length).fill(NaN);
    this.usual = new Float64Array(values.length).fill(NaN);
    this.expectation = new Expectation(this.learned, seasons, shifts);
    this.level = new SortedWindow(day);
    this.noise = new NoiseShape(memory);
    this.ratios = windows();
    this.differences = windows();
  }

  /** 0 while too little is known. */
  distanceOf({ index, value, past }: View): number {
    this.chooseShape(value, past);
    const { usual, source } = this.expectation.at(index, this.level.size > 0 ? this.level.median() : NaN);
    this.usual[index] = usual;
    const errors = this.errors[source]!;
    if (errors.size < FEWEST_ERRORS || Number.isNaN(usual)) {
      return 0;
    }
    const least = this.hasRatios ? LEAST_RATIO : LEAST_DIFFERENCE * Math.abs(usual);
    const scale = Math.max(robustScale(errors), least);
    const deviation = this.size - this.sizeOfUsual(usual) - errors.median();
    return distanceIn(scale, this.withoutPrecedent(index, deviation, PRECEDENT * scale), 0);
  }

  learn({ index, value, centre }: View): void {
    this.noise.learn(value, this.usual[index]!, centre);
    this.learned[index] = value;
    this.level.push(value);
    const { habits } = this.expectation.current;
    for (let i = 0; i < habits.length; i++) {
      const usual = habits[i]!.value;
      if (!Number.isNaN(usual)) {
        this.errors[i]!.push(this.size - this.sizeOfUsual(usual));
      }
    }
  }

  /** The candidates for what is usual compete over every sample. */
  compare({ value, scale }: View): void {
    this.expectation.learn(value, scale);
  }

  /** Deviations are differences of sizes. */
  private sizeOf(value: number): number {
    return this.hasRatios ? log(Math.max(value, 0) + this.nothing) : value;
  }

  private sizeOfUsual(usual: number): number {
    return this.hasRatios ? log(usual + this.nothing) : usual;
  }

  private chooseShape(value: number, past: SortedWindow): void {
    const isPositive = past.size > 0 && past.quantile(SHARE_OF_ZEROS) > 0 && past.quantile(0) >= 0 && value >= 0;
    this.hasRatios = isPositive && this.noise.growsWithLevel;
    this.nothing = NEARLY_NOTHING * past.median();
    this.size = this.sizeOf(value);
  }

  /** By how much a deviation exceeds what was there on its side a season before. */
  private withoutPrecedent(index: number, deviation: number, from: number): number {
    const { seasons, day } = this.options;
    const side = deviation < 0 ? -1 : 1;
    let known = 0;
    for (const season of seasons) {
      const look = { index, side, from: Math.max(known, from) };
      const precedent = season > day ? this.weeksBefore(look, season) : this.farthest(look, season);
      known = precedent > look.from ? precedent : known;
    }
    return Math.max(0, Math.abs(deviation) - LARGER * known);
  }

  /**
   * What was there once a week ago may be an incident: where two weeks are known it must have been there twice. The same
   * weekday is comparable with what is usual now, whichever habit that was then.
   */
  private weeksBefore(look: Look, season: number): number {
    const usual = this.usual[look.index]!;
    const last = this.farthest(look, season, usual);
    const once = this.farthest(look, 2 * season, usual);
    return once < last ? once : last;
  }

  /**
   * The greatest deviation on one side around the time so many steps ago, or some other number up to `from` if no
   * deviation is above; NaN where nothing is known of it.
   */
  private farthest({ index, side, from }: Look, steps: number, usual?: number): number {
    const { values } = this.options;
    const place = this.expectation.sameTimeBefore(index, steps);
    const last = Math.min(place + PLAY, index - 1);
    let most = NaN;
    for (let near = Math.max(0, place - PLAY); near <= last; near++) {
      const value = values[near]!;
      const expected = usual ?? this.usual[near]!;
      const isNone = this.hasRatios && this.isNear(value, expected, side, from);
      const deviation = isNone ? 0 : side * (this.sizeOf(value) - this.sizeOfUsual(expected));
      most = most >= deviation || Number.isNaN(deviation) ? most : deviation;
    }
    return most;
  }

  /** Whether a ratio is surely not beyond `from`, without logarithms: that of 1 + x is below x. */
  private isNear(value: number, usual: number, side: number, from: number): boolean {
    const one = Math.max(value, 0) + this.nothing;
    const other = usual + this.nothing;
    const above = side * (one - other);
    return other > 0 && above <= from * (side > 0 ? other : one);
  }

  private get errors(): readonly SortedWindow[] {
    return this.hasRatios ? this.ratios : this.differences;
  }
}
