/** How far a path may go: the least and the greatest value at each of its steps. */
interface Reach {
  readonly least: (step: number) => number;
  readonly most: (step: number) => number;
}

/** Ranges by which the steepest trend may go on in a length of the series: a volume may have begun to fill in its last eighth. */
export const STEEPEST = 8;

/**
 * A guard against running away: how near to the values it was learned from a forecast has to stay. Beyond their extremes
 * it may go by their whole range, and by one more for every length of the series it goes on, which is more than any
 * steady trend in them. NaN are not expected. O(n) once.
 *
 * @param steepness ranges by which it may go on in a length of the series; above 1 for trends of its end alone
 * @param counts 1 for each value whose size counts; absent: all
 */
export function reachOf(values: Float64Array, steepness = 1, counts?: Uint8Array): Reach {
  const [least, most] = extremes(values, counts);
  const steps = Math.max(1, values.length - 1);
  const room = (step: number): number => (most - least) * (1 + (steepness * (step + 1)) / steps);
  return { least: (step) => least - room(step), most: (step) => most + room(step) };
}

function extremes(values: Float64Array, counts: Uint8Array | undefined): [least: number, most: number] {
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (counts === undefined || counts[i] === 1) {
      least = Math.min(least, values[i]!);
      most = Math.max(most, values[i]!);
    }
  }
  return [least, most];
}

/** Keeps a path within {@link reachOf} the values. */
export function withinReach(values: Float64Array, steepness = 1): (path: Float64Array) => Float64Array {
  const { least, most } = reachOf(values, steepness);
  return (path) => path.map((value, step) => Math.min(Math.max(value, least(step)), most(step)));
}
