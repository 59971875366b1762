import { HeadroomError } from '#contract/errors.ts';
import type { Context } from './context.ts';
import type { Clock } from './ports/clock.ts';

/** The longest delay that a timer takes. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The time that a caller gives, as one signal. {@link LimitedTime.end} must be called when the work is over. */
export interface LimitedTime {
  /** Aborts with the `HeadroomError` that the caller is to see: `canceled`, `deadline_exceeded`, or what was given. */
  readonly signal: AbortSignal;
  /** Gives up before the caller does. */
  abort(error: HeadroomError): void;
  /** Lets go of the caller's signal and of the timer. */
  end(): void;
}

/** Joins a caller's signal and deadline. */
export function limitedTime(ctx: Pick<Context, 'signal' | 'deadlineMs'>, clock: Clock): LimitedTime {
  const controller = new AbortController();
  const remainingMs = ctx.deadlineMs - clock.now();
  const stop = () => controller.abort(clock.now() >= ctx.deadlineMs ? deadlineExceeded() : canceled());
  if (ctx.signal.aborted || remainingMs <= 0) {
    stop();
  }
  ctx.signal.addEventListener('abort', stop, { once: true });
  const timer =
    remainingMs > 0 && remainingMs <= MAX_TIMER_MS
      ? setTimeout(() => controller.abort(deadlineExceeded()), remainingMs)
      : undefined;
  return {
    signal: controller.signal,
    abort: (error) => controller.abort(error),
    end: () => {
      clearTimeout(timer);
      ctx.signal.removeEventListener('abort', stop);
    },
  };
}

function canceled(): HeadroomError {
  return new HeadroomError('canceled', 'The caller gave up before the forecast was made.');
}

function deadlineExceeded(): HeadroomError {
  return new HeadroomError('deadline_exceeded', 'Time ran out before the forecast was made.', {
    remedy: 'Narrow the expression to fewer series or shorten the training window, then try again.',
  });
}
