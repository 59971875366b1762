import type { Baseline } from './types.ts';

/**
 * A baseline that stays at or above 0 as long as no value was negative, as with bytes, rates and counts: what cannot be is
 * not usual either. The first negative value opens the lower end for all samples after it. Causal; no score depends on it.
 * O(values × bands).
 */
export function naturalFloor({ expected, bands, scale }: Baseline, values: Float64Array): Baseline {
  const firstNegative = values.findIndex((value) => value < 0);
  const end = firstNegative < 0 ? values.length : firstNegative + 1;
  const floored = (column: Float64Array) => column.map((value, i) => (i < end ? Math.max(0, value) : value));
  return {
    expected: floored(expected),
    bands: bands.map(({ level, lower, upper }) => ({ level, lower: floored(lower), upper: floored(upper) })),
    scale,
  };
}
