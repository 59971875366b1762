import type { Training } from './model.ts';
import { deseasonalise, type Deseasonalised } from './seasonal-profile.ts';

const known = new WeakMap<Training, Map<number, Deseasonalised>>();

/**
 * {@link deseasonalise} of the first `end` values, worked out once for each training and prefix however many models
 * ask. Callers must not write to the values.
 */
export function seasonFreePrefix(training: Training, end: number): Deseasonalised {
  const prefixes = known.get(training) ?? new Map<number, Deseasonalised>();
  known.set(training, prefixes);
  let prefix = prefixes.get(end);
  if (prefix === undefined) {
    prefix = deseasonalise(training.values.subarray(0, end), training.seasons);
    prefixes.set(end, prefix);
  }
  return prefix;
}
