import type { HeadroomError } from '#contract/errors.ts';
import type { Clock } from '../../app/ports/clock.ts';
import type { Call } from './call.ts';

/** Longest wait that a server may ask for; beyond it the caller is told at once. */
const MAX_REQUESTED_WAIT_MS = 60_000;

/** A failed attempt that is worth repeating, with the error to give when it is not repeated. */
export class TransientFailure extends Error {
  override readonly name = 'TransientFailure';
  readonly error: HeadroomError;
  /** The wait that the server asked for, milliseconds; 0 when it asked for none. */
  readonly afterMs: number;

  constructor(error: HeadroomError, afterMs = 0) {
    super(error.message);
    this.error = error;
    this.afterMs = afterMs;
  }
}

/** How often and how patiently to repeat. */
export interface RetryPolicy {
  readonly attempts: number;
  readonly baseMs: number;
  readonly capMs: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/**
 * Repeats `attempt` while it throws {@link TransientFailure}: exponential back-off with full jitter (each wait is
 * uniform between 0 and the doubled bound), never shorter than the server asked for. Gives up with the failure's
 * error after the last attempt, or at once when the wait would outlast the call's deadline.
 */
export async function withRetries<T>(
  policy: RetryPolicy,
  clock: Clock,
  call: Call,
  attempt: () => Promise<T>
): Promise<T> {
  for (let made = 1; ; made += 1) {
    try {
      return await attempt();
    } catch (thrown) {
      if (!(thrown instanceof TransientFailure)) {
        throw thrown;
      }
      const waitMs = waitBefore(policy, made, thrown);
      const isHopeless = thrown.afterMs > MAX_REQUESTED_WAIT_MS || clock.now() + waitMs >= call.deadlineMs;
      if (made >= policy.attempts || isHopeless) {
        throw thrown.error;
      }
      const { traceId } = call;
      call.log.debug('A request to the source is repeated', { reason: thrown.message, attempt: made, waitMs, traceId });
      await sleep(waitMs, call.signal);
    }
  }
}

function waitBefore(policy: RetryPolicy, made: number, failure: TransientFailure): number {
  const bound = Math.min(policy.capMs, policy.baseMs * 2 ** (made - 1));
  return failure.afterMs + policy.random() * bound;
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const wake = () => {
      signal.removeEventListener('abort', abort);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
  });
}
