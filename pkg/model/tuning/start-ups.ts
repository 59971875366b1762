import type { PodSeries } from './types.ts';

/** How long a container counts as starting. */
const START_UP_MS = 10 * 60_000;

/** A pod's samples apart from its start-ups. */
export interface StartUpSplit {
  /** The samples that no start-up of ten minutes touches; NaN in place of the others. */
  readonly calm: Float64Array;
  /** Largest of the others; −∞: none. */
  readonly startUpMost: number;
}

/** Separates start-ups from the rest. A sample stands for the step that ends with it. O(n + starts). */
export function splitStartUps({ series: { startMs, stepMs, values }, startsMs }: PodSeries): StartUpSplit {
  const touched = startsMs
    .map((at) => ({
      from: Math.max(0, Math.ceil((at - startMs) / stepMs)),
      to: Math.min(values.length, Math.floor((at + START_UP_MS - startMs) / stepMs) + 2),
    }))
    .filter(({ from, to }) => to > from);
  if (touched.length === 0) {
    return { calm: values, startUpMost: -Infinity };
  }
  const calm = values.slice();
  let startUpMost = -Infinity;
  for (const { from, to } of touched) {
    for (let i = from; i < to; i++) {
      startUpMost = values[i]! > startUpMost ? values[i]! : startUpMost;
    }
    calm.fill(NaN, from, to);
  }
  return { calm, startUpMost };
}
