import { IsolationForest } from '../isolation-forest.ts';
import { RobustDistance } from '../robust-distance.ts';
import type { Detector, View } from './view.ts';

const TREES = 32;
/** Rows of the past that a forest is grown on: the latest, a ring. */
const MEMORY = 2_048;
const FIRST_FIT = 64;
/** A forest is grown anew when a quarter more rows have come, at the latest after so many. */
const GROWTH = 1.25;
const LONGEST = 1_024;
/** Distances below are rounding. */
const LEAST = 1e-6;

/**
 * A forest over the rows before each one, grown anew on a rolling window, its scores in robust standard deviations of
 * the scores before. O(trees · log sample) a row.
 */
export class CausalForest {
  private readonly dimensions: number;
  private readonly seed: number;
  private readonly rows: Float64Array;
  private readonly scores: RobustDistance;
  private forest: IsolationForest | undefined;
  private count = 0;
  private nextFit = FIRST_FIT;

  constructor(dimensions: number, window: number, seed: number) {
    this.dimensions = dimensions;
    this.seed = seed;
    this.rows = new Float64Array(MEMORY * dimensions);
    this.scores = new RobustDistance(window);
  }

  /** @param row finite values, one a dimension */
  push(row: Float64Array): number {
    const distance = this.forest === undefined ? 0 : this.scores.push(this.forest.score(row), 0.005);
    this.rows.set(row, (this.count % MEMORY) * this.dimensions);
    this.count++;
    if (this.count >= this.nextFit) {
      const rows = this.rows.subarray(0, Math.min(this.count, MEMORY) * this.dimensions);
      this.grow(rows);
      this.nextFit = Math.min(Math.ceil(this.count * GROWTH), this.count + LONGEST);
    }
    return distance > LEAST ? distance : 0;
  }

  private grow(rows: Float64Array): void {
    if (this.forest === undefined) {
      this.forest = new IsolationForest(rows, this.dimensions, { trees: TREES, seed: this.seed });
    } else {
      this.forest.refit(rows);
    }
  }
}

/** Isolation forest over value, distance from habit, and step: odd combinations of them. */
export function isolationForest(window: number, seed: number): Detector {
  const forest = new CausalForest(3, window, seed);
  const row = new Float64Array(3);
  return {
    push({ value, usual, previous, isAfterGap }: View): number {
      if (Number.isNaN(usual) || Number.isNaN(previous)) {
        return 0;
      }
      row[0] = value;
      row[1] = value - usual;
      row[2] = isAfterGap ? 0 : Math.abs(value - previous);
      return forest.push(row);
    },
  };
}
