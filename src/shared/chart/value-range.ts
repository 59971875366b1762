import type { JsonNumber } from '#contract/rest.ts';
import type { Columns } from './columns.ts';

/** Room above and below the lines as a share of their range; above, the breach and its dates are drawn. */
const ROOM_ABOVE = 0.16;
const ROOM_BELOW = 0.05;

/** Lines that stay above this share of the highest value would be flattened by an axis that starts at zero. */
const NEAR_TOP = 0.5;

/**
 * The range of the value axis: all lines and bands, the capacity and further levels with room for their labels. It starts
 * at zero when there is any of these, so that the headroom is seen in proportion, unless something is negative or
 * everything happens close to them.
 */
export function valueRange(
  columns: Columns,
  capacity: JsonNumber | undefined,
  levels: readonly number[] = []
): [number, number] {
  const { actual, predicted, bands } = columns;
  const [lowest, highest] = extremes([
    actual,
    predicted,
    ...bands.flatMap(({ lower, upper }) => [lower, upper]),
    [capacity ?? null, ...levels],
  ]);
  if (lowest > highest) {
    return [0, 1];
  }
  const hasLevel = levels.length > 0 || (capacity !== undefined && capacity !== null);
  const bottom = hasLevel && lowest < NEAR_TOP * highest ? Math.min(0, lowest) : lowest;
  const height = highest - bottom || Math.abs(highest) || 1;
  const padded = bottom - ROOM_BELOW * height;
  return [lowest >= 0 ? Math.max(0, padded) : padded, highest + ROOM_ABOVE * height];
}

/** The lowest and the highest value of all columns; infinite and the wrong way round when there is none. */
function extremes(columns: ReadonlyArray<readonly JsonNumber[]>): [number, number] {
  let lowest = Infinity;
  let highest = -Infinity;
  for (const column of columns) {
    for (const value of column) {
      if (value !== null) {
        lowest = Math.min(lowest, value);
        highest = Math.max(highest, value);
      }
    }
  }
  return [lowest, highest];
}
