import { log } from '../stats/portable.ts';
import { SortedWindow } from './sorted-window.ts';

/** Fewer values say nothing about a tail. */
const FEWEST = 20;
/** Where the tail begins. */
const START = 0.9;
/**
 * The mean excess is read off these quantiles of the excess rather than averaged: the top tenth of the tail, where past
 * anomalies are, has no say. For an exponential tail the quantile `q` lies `−ln(1 − q)` mean excesses above the start.
 */
const PROBES = [0.1, 0.3, 0.5, 0.7, 0.85];
const EXPECTED_PROBE = PROBES.reduce((sum, q) => sum - log(1 - q), 0) / PROBES.length;
/** Mean excess taken for granted beforehand, as much as so many values in the tail say. */
const PRIOR_EXCESS = 0.3;
const PRIOR_WEIGHT = 5;
const LEAST_EXCESS = 0.05;

/**
 * The shape is read off the quotient of two quantiles of the excess: ln 10 / ln 2 for an exponential tail, smaller for a
 * lighter one, greater for a heavier one, about in proportion on either side.
 */
const FAR = 0.9;
const NEAR = 0.5;
const EXPONENTIAL_QUOTIENT = Math.LN10 / Math.LN2;
const QUOTIENT_PER_SHAPE = 2.284;
/** The same between shape 0 and 0.5. */
const QUOTIENT_PER_HEAVY_SHAPE = 3.5;
/** Values in the tail that make half of a measured shape believed. */
const SHAPE_PRIOR = 100;
/** A shape nearer to 0 is one. */
const EXPONENTIAL = 0.01;
/** A light tail has an end; what lies beyond is as rare as this. */
const MOST_RARITY = 15;

/** Within which a shape is believed. */
export interface Shapes {
  readonly lightest: number;
  readonly heaviest: number;
}
/** Where anomalies are learned with the rest, a tail heavier than exponential is not believed: they look just like that. */
const LIGHT_SHAPES: Shapes = { lightest: -0.25, heaviest: 0 };

/**
 * How rare a value is among those before it: L = −log₁₀ P(at least as large). Within the past by rank; beyond its 90 %
 * quantile by peaks over threshold with a generalised Pareto tail (Pickands, 1975), its shape
 * between −0.25 and 0 unless told otherwise, which on logarithmic scores is a power law of the scores themselves or
 * lighter. O(log n) a value.
 */
export class TailEstimate {
  private past: SortedWindow;
  private readonly window: number;
  private readonly shapes: Shapes;

  constructor(window: number, shapes: Shapes = LIGHT_SHAPES) {
    this.past = new SortedWindow(window);
    this.window = window;
    this.shapes = shapes;
  }

  /** As {@link rarity}; then learns the value. */
  push(value: number): number {
    const rarity = this.rarity(value);
    this.learn(value);
    return rarity;
  }

  learn(value: number): void {
    this.past.push(value);
  }

  /** Forgets all values but the latest. O(count · log count). */
  keepLatest(count: number): void {
    const arrivals = this.past.arrivals();
    this.past = new SortedWindow(this.window);
    for (const value of arrivals.subarray(Math.max(0, arrivals.length - Math.floor(count)))) {
      this.past.push(value);
    }
  }

  /** Rarity of the value, ≥ 0; 0 while too little is known. */
  rarity(value: number): number {
    const { past } = this;
    if (past.size < FEWEST) {
      return 0;
    }
    const start = past.quantile(START);
    if (value <= start) {
      return -log(1 - past.rank(value) / (past.size + 1)) / Math.LN10;
    }
    const mean = this.meanExcess(start);
    const shape = this.shape(start);
    if (Math.abs(shape) < EXPONENTIAL) {
      return 1 + (value - start) / mean / Math.LN10;
    }
    const rest = 1 + (shape * (value - start)) / (mean * (1 - shape));
    return rest > 0 ? Math.min(1 + log(rest) / shape / Math.LN10, MOST_RARITY) : MOST_RARITY;
  }

  private meanExcess(start: number): number {
    const measured = PROBES.reduce((sum, q) => sum + this.excess(q, start), 0) / PROBES.length / EXPECTED_PROBE;
    const weight = this.past.size * (1 - START);
    const mean = (measured * weight + PRIOR_EXCESS * PRIOR_WEIGHT) / (weight + PRIOR_WEIGHT);
    return Math.max(mean, LEAST_EXCESS);
  }

  private shape(start: number): number {
    const near = this.excess(NEAR, start);
    if (!(near > 0)) {
      return 0;
    }
    const over = this.excess(FAR, start) / near - EXPONENTIAL_QUOTIENT;
    const measured = over / (over < 0 ? QUOTIENT_PER_SHAPE : QUOTIENT_PER_HEAVY_SHAPE);
    const weight = this.past.size * (1 - START);
    const { lightest, heaviest } = this.shapes;
    return Math.min(Math.max((measured * weight) / (weight + SHAPE_PRIOR), lightest), heaviest);
  }

  /** Quantile of the excess over the start of the tail. */
  private excess(q: number, start: number): number {
    return this.past.quantile(START + (1 - START) * q) - start;
  }
}
