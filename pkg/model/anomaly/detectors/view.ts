import type { SortedWindow } from '../sorted-window.ts';

/** What a detector sees of a sample: itself and what its past says; the same object for every sample. */
export interface View {
  readonly index: number;
  readonly value: number;
  /** The finite value before it; NaN for the first. */
  readonly previous: number;
  /** Whether samples are missing right before it. */
  readonly isAfterGap: boolean;
  /** The finite values before it, up to the length of the window. */
  readonly past: SortedWindow;
  /** Their median and robust standard deviation, the latter at least `floor`; NaN for the first sample. */
  readonly centre: number;
  readonly scale: number;
  /** A standard deviation below which no deviation matters: a thousandth of the level. */
  readonly floor: number;
  /** What habit and the nearest candidate expect, see `expectation.ts`. */
  readonly usual: number;
  readonly nearest: number;
  /** Signed distance from `usual` in robust standard deviations of what that habit left over before. */
  readonly habitDistance: number;
}

/** Scores one sample after the other, each before it learns it. */
export interface Detector {
  /** Raw score ≥ 0, about robust standard deviations; 0 while too little is known. */
  push(view: View): number;
}
