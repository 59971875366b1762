import { HeadroomError, toHeadroomError } from '#contract/errors.ts';
import type { Context, Logger } from '../../app/context.ts';
import type { Clock } from '../../app/ports/clock.ts';
import type { Span } from '../../app/ports/tracer.ts';

/** The longest delay that a timer takes. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** One use of the reader. The signal aborts with the `HeadroomError` that the caller is to see. */
export interface Call {
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  readonly log: Logger;
  readonly traceId: string;
  /** The step of its trace that requests belong to. */
  readonly span?: Span | undefined;
}

/**
 * Runs `work` until it is done, the caller aborts (`canceled`) or the context's deadline passes
 * (`deadline_exceeded`). Throws `HeadroomError` only.
 */
export async function withinDeadline<T>(ctx: Context, clock: Clock, work: (call: Call) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => controller.abort(clock.now() >= ctx.deadlineMs ? deadlineExceeded() : canceled());
  const remainingMs = ctx.deadlineMs - clock.now();
  if (ctx.signal.aborted || remainingMs <= 0) {
    stop();
  }
  ctx.signal.addEventListener('abort', stop, { once: true });
  const timer = setTimeout(() => controller.abort(deadlineExceeded()), Math.min(remainingMs, MAX_TIMER_MS));
  try {
    controller.signal.throwIfAborted();
    const { deadlineMs, log, traceId, span } = ctx;
    return await work({ signal: controller.signal, deadlineMs, log, traceId, span });
  } catch (thrown) {
    throw toHeadroomError(thrown);
  } finally {
    clearTimeout(timer);
    ctx.signal.removeEventListener('abort', stop);
  }
}

function canceled(): HeadroomError {
  return new HeadroomError('canceled', 'The request was canceled before the source had answered.');
}

function deadlineExceeded(): HeadroomError {
  return new HeadroomError('deadline_exceeded', 'Time ran out before the source had answered.', {
    remedy: 'Narrow the expression or shorten the training window, then try again.',
  });
}
