import { HeadroomError } from '#contract/errors.ts';

/**
 * What the engine's log says of a failure: the sentence of ours, and where the engine is to blame also what caused
 * it, which the caller is not told; the stack of anything else.
 */
export function describeFailure(thrown: unknown): string {
  if (!(thrown instanceof HeadroomError)) {
    return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  }
  return thrown.culprit === 'plugin' && thrown.cause !== undefined
    ? `${thrown.message} Cause: ${describeFailure(thrown.cause)}`
    : thrown.message;
}
