import type { Labels } from '../../app/ports/series-reader.ts';

/** One text per label set, whatever the order of its labels; sorts as Prometheus sorts series. */
export function labelKey(labels: Labels): string {
  // Neither separator can occur in a valid label name, and \u0000 sorts before everything that can follow.
  return Object.keys(labels)
    .sort()
    .map((name) => `${name}\u0000${labels[name]}\u0000`)
    .join('');
}
