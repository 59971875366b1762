import { HeadroomError } from '#contract/errors.ts';
import type { RangeRequest } from '../../app/ports/series-reader.ts';

/** Throws `invalid_expression` for an empty expression, `invalid_argument` for a grid that makes no sense. */
export function requireSound({ expr, startMs, endMs, stepMs }: RangeRequest): void {
  if (expr.trim() === '') {
    throw new HeadroomError('invalid_expression', 'The expression is empty.', {
      field: 'expr',
      remedy: 'Enter a PromQL expression.',
    });
  }
  const isAligned = [startMs, endMs].every((time) => Number.isSafeInteger(time) && time % stepMs === 0);
  if (!Number.isSafeInteger(stepMs) || stepMs < 1 || !isAligned || endMs < startMs) {
    throw new HeadroomError('invalid_argument', 'The time range is empty or not aligned to the step.', {
      field: 'step',
      remedy: 'Choose a range that ends after it starts, and a step of whole milliseconds.',
    });
  }
}
