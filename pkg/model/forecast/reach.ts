/**
 * A guard against running away: the path of a forecast kept near the values it was learned from. Beyond their extremes
 * it may go by their whole range, and by one more for every length of the series it goes on, which is more than any
 * steady trend in them. NaN are not expected. O(n) once.
 *
 * @param factor on that room, for models that follow steeper trends than those of the whole series
 */
export function withinReach(values: Float64Array, factor = 1): (path: Float64Array) => Float64Array {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const range = factor * (most - least);
  const steps = Math.max(1, values.length - 1);
  return (path) =>
    path.map((value, step) => {
      const room = range * (1 + (step + 1) / steps);
      return Math.min(Math.max(value, least - room), most + room);
    });
}
