import { HeadroomError } from '#contract/errors.ts';
import { queryInstant, type Asking } from './query-calls.ts';
import { readResult, type ResultType } from './query-result.ts';

/** Longer expressions are not repeated in an example. */
const MAX_EXAMPLE_LENGTH = 60;

/**
 * The error to give when a query that was built around a user's expression failed with `failure`. Asks for the
 * expression alone, so that positions in Prometheus's message are those of the user's text, and so that a result of
 * the wrong type is told as such.
 */
export async function diagnose(
  asking: Asking,
  expr: string,
  atMs: number,
  failure: HeadroomError
): Promise<HeadroomError> {
  try {
    const answer = await queryInstant(asking, expr, atMs);
    const { type } = readResult(answer.data);
    return type === 'vector' ? failure : wrongType(type, expr);
  } catch (thrown) {
    asking.call.signal.throwIfAborted();
    return thrown instanceof HeadroomError && thrown.code === 'invalid_expression' ? thrown : failure;
  }
}

/** The error for an expression whose result is of a type that has no series. */
export function wrongType(type: Exclude<ResultType, 'vector'>, expr: string): HeadroomError {
  const { what, remedy } = TYPES[type];
  const example = expr.length <= MAX_EXAMPLE_LENGTH ? expr.trim() : '…';
  return new HeadroomError('invalid_expression', `The expression is ${what}, not a series.`, {
    field: 'expr',
    remedy: remedy(example),
  });
}

const TYPES = {
  scalar: {
    what: 'a number without labels (a scalar)',
    remedy: (example: string) => `Wrap it in vector(), as in vector(${example}).`,
  },
  matrix: {
    what: 'a range of samples (a range vector)',
    remedy: (example: string) =>
      `Put a function around it, such as rate(${example}) for a counter or avg_over_time(${example}) for a gauge.`,
  },
  string: {
    what: 'a text',
    remedy: () => 'Enter a PromQL expression that gives one or more series.',
  },
} as const;
