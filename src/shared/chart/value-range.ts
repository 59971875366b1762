import type { JsonNumber } from '#contract/rest.ts';
import type { Columns } from './columns.ts';

/** Room above and below the lines as a share of their range; above, the breach and its dates are drawn. */
const ROOM_ABOVE = 0.16;
const ROOM_BELOW = 0.05;

/** Lines that stay above this share of the highest value would be flattened by an axis that starts at zero. */
const NEAR_TOP = 0.5;

/**
 * The range of the value axis: all lines and bands, and the capacity with room for its label. It starts at zero when
 * there is a capacity, so that the headroom is seen in proportion, unless something is negative or everything happens
 * close to the capacity.
 */
export function valueRange(columns: Columns, capacity: JsonNumber | undefined): [number, number] {
  const { actual, predicted, bands } = columns;
  const edges = bands.flatMap(({ lower, upper }) => [...lower, ...upper]);
  const known = [...actual, ...predicted, ...edges, capacity ?? null].filter((value) => value !== null);
  if (known.length === 0) {
    return [0, 1];
  }
  const lowest = known.reduce((a, b) => Math.min(a, b));
  const highest = known.reduce((a, b) => Math.max(a, b));
  const hasCapacity = capacity !== undefined && capacity !== null;
  const bottom = hasCapacity && lowest < NEAR_TOP * highest ? Math.min(0, lowest) : lowest;
  const height = highest - bottom || Math.abs(highest) || 1;
  const padded = bottom - ROOM_BELOW * height;
  return [lowest >= 0 ? Math.max(0, padded) : padded, highest + ROOM_ABOVE * height];
}
