import { normalQuantile } from '../stats/normal.ts';
import { quantileOfSorted } from '../stats/quantile.ts';
import { FEWEST, robustScale } from './robust-distance.ts';
import { RollingMoments } from './rolling-moments.ts';
import { MAD_TO_SD, SortedWindow } from './sorted-window.ts';
import type { Baseline, BaselineBand, BaselineKind } from './types.ts';

/** What one baseline says of the next sample, from the values learned so far. */
export interface BaselineRule {
  /** NaN while nothing is known. */
  expected(): number;
  /** Standard deviation around it; NaN while too little is known. */
  scale(): number;
  /** Distances of the bounds from the expected value: below ≤ 0 ≤ above. */
  band(level: number): { readonly below: number; readonly above: number };
  learn(value: number): void;
}

/** Robust standard deviations beyond which a band does not reach: a past incident must not blow it up. */
const WIDEST = 6;

/** What habit expects of the next sample, and what it left over before. */
export interface Habit {
  expected(): number;
  errors(): SortedWindow;
}

/** A baseline of the last `window` values, or habit. */
export function baselineRule(kind: BaselineKind, window: number, habit: Habit): BaselineRule {
  switch (kind) {
    case 'seasonal':
      return seasonal(habit);
    case 'mean':
      return meanAndDeviation(window);
    case 'median':
      return medianAndMad(window);
    case 'percentiles':
      return percentiles(window);
  }
}

/** Habit, and the quantiles of what it left over, but no farther than an incident would be. */
function seasonal(habit: Habit): BaselineRule {
  return {
    expected: () => habit.expected(),
    scale: () => (habit.errors().size < FEWEST ? NaN : robustScale(habit.errors())),
    band: (level) => {
      const { below, above } = around(habit.errors(), level, 0);
      const most = WIDEST * robustScale(habit.errors());
      return { below: Math.max(below, -most), above: Math.min(above, most) };
    },
    learn: () => undefined,
  };
}

/** Rolling mean; bounds as many standard deviations off as a normal distribution has for the level. */
function meanAndDeviation(window: number): BaselineRule {
  const moments = new RollingMoments(window);
  return {
    expected: () => moments.mean(),
    scale: () => moments.sd(),
    band: (level) => symmetric(level, moments.sd()),
    learn: (value) => moments.push(value),
  };
}

/** Rolling median; bounds as {@link meanAndDeviation} with the scaled median absolute deviation. */
function medianAndMad(window: number): BaselineRule {
  const past = new SortedWindow(window);
  const deviation = (): number => past.mad() * MAD_TO_SD;
  return {
    expected: () => past.median(),
    scale: deviation,
    band: (level) => symmetric(level, deviation()),
    learn: (value) => past.push(value),
  };
}

/** Rolling median; bounds at the quantiles of the values: 80 % is P10 to P90, 90 % P5 to P95, 98 % P1 to P99. */
function percentiles(window: number): BaselineRule {
  const past = new SortedWindow(window);
  return {
    expected: () => past.median(),
    scale: () => robustScale(past),
    band: (level) => around(past, level, past.median()),
    learn: (value) => past.push(value),
  };
}

function symmetric(level: number, deviation: number): { below: number; above: number } {
  const above = normalQuantile(0.5 + level / 200) * deviation;
  return { below: -above, above };
}

function around(values: SortedWindow, level: number, centre: number): { below: number; above: number } {
  if (values.size < FEWEST) {
    return { below: NaN, above: NaN };
  }
  const outside = (1 - level / 100) / 2;
  const sorted = values.values();
  return {
    below: Math.min(0, quantileOfSorted(sorted, outside) - centre),
    above: Math.max(0, quantileOfSorted(sorted, 1 - outside) - centre),
  };
}

/** Collects what a rule says of each sample. */
export class BaselineWriter {
  readonly result: Baseline & { readonly bands: readonly BaselineBand[] };
  private readonly rule: BaselineRule;

  constructor(count: number, levels: readonly number[], rule: BaselineRule) {
    const empty = (): Float64Array => new Float64Array(count).fill(NaN);
    const bands = [...levels].sort((a, b) => a - b).map((level) => ({ level, lower: empty(), upper: empty() }));
    this.result = { expected: empty(), scale: empty(), bands };
    this.rule = rule;
  }

  write(index: number): void {
    const expected = this.rule.expected();
    this.result.expected[index] = expected;
    this.result.scale[index] = this.rule.scale();
    for (const { level, lower, upper } of this.result.bands) {
      const { below, above } = this.rule.band(level);
      lower[index] = expected + below;
      upper[index] = expected + above;
    }
  }

  learn(value: number): void {
    this.rule.learn(value);
  }
}
