import { HeadroomError } from '#contract/errors.ts';
import type { TimeRange } from '#contract/rest.ts';

/** Throws `invalid_argument` for a range that ends before it starts, or that nobody has given. */
export function requireRange({ fromMs, toMs }: TimeRange): void {
  if (!(fromMs <= toMs) || toMs <= 0) {
    throw new HeadroomError('invalid_argument', 'The time range is empty or missing.', {
      field: 'range',
      remedy: 'Choose a start before its end.',
    });
  }
}
