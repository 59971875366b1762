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
 * How rare a value is among those before it: L = −log₁₀ P(at least as large). Within the past by rank; beyond its 90 %
 * quantile by peaks over threshold with an exponential tail (Pickands, 1975, with shape 0), which on logarithmic scores
 * is a power law of the scores themselves. O(log n) a value.
 */
export class TailEstimate {
  private readonly past: SortedWindow;

  constructor(window: number) {
    this.past = new SortedWindow(window);
  }

  /** Rarity of the value, ≥ 0; 0 while too little is known. Then learns it. */
  push(value: number): number {
    const rarity = this.past.size < FEWEST ? 0 : this.rarity(value);
    this.past.push(value);
    return rarity;
  }

  private rarity(value: number): number {
    const { past } = this;
    const start = past.quantile(START);
    if (value <= start) {
      return -log(1 - past.rank(value) / (past.size + 1)) / Math.LN10;
    }
    let excess = 0;
    for (const q of PROBES) {
      excess += past.quantile(START + (1 - START) * q) - start;
    }
    const measured = excess / PROBES.length / EXPECTED_PROBE;
    const weight = past.size * (1 - START);
    const mean = (measured * weight + PRIOR_EXCESS * PRIOR_WEIGHT) / (weight + PRIOR_WEIGHT);
    return 1 + (value - start) / Math.max(mean, LEAST_EXCESS) / Math.LN10;
  }
}
