import { HeadroomError } from '#contract/errors.ts';
import type { SourceLimits } from '#contract/settings.ts';
import { QueueFull, Semaphore } from './semaphore.ts';

/** What happens to requests that find every connection busy: they wait, go on or give up, or are refused for that. */
export type QueueEvent = 'enter' | 'leave' | 'full' | 'late';

/** Enough for hundreds of alert rules that are evaluated at once; a source that is well is through with them in seconds. */
const MOST_WAITING = 1_000;

/**
 * The requests to one source: as many at once as its concurrency limit, the others wait for as long as their callers
 * do. What cannot be sent in time is refused by an error that says when to come again.
 */
export class UpstreamQueue {
  readonly #slots: Semaphore;
  readonly #name: string;
  readonly #limits: SourceLimits;
  readonly #tell: (event: QueueEvent) => void;

  /** @param name host and port, for errors. */
  constructor(name: string, limits: SourceLimits, tell: (event: QueueEvent) => void) {
    const onChange = (change: 1 | -1) => tell(change === 1 ? 'enter' : 'leave');
    this.#slots = new Semaphore(limits.concurrency, { most: MOST_WAITING, onChange });
    this.#name = name;
    this.#limits = limits;
    this.#tell = tell;
  }

  /** Sends when it is its turn. Throws `source_busy` where that does not come, the signal's reason, or what `send` throws. */
  async run<T>(signal: AbortSignal, send: () => Promise<T>): Promise<T> {
    let isSent = false;
    try {
      return await this.#slots.run(signal, () => {
        isSent = true;
        return send();
      });
    } catch (thrown) {
      throw isSent ? thrown : this.#refusal(thrown);
    }
  }

  #refusal(thrown: unknown): unknown {
    if (thrown instanceof QueueFull) {
      this.#tell('full');
      return this.#busy(`${MOST_WAITING} requests wait for ${this.#name} already.`);
    }
    if (thrown instanceof HeadroomError && thrown.code === 'deadline_exceeded') {
      this.#tell('late');
      return this.#busy(`Other requests kept ${this.#name} busy until time ran out.`);
    }
    return thrown;
  }

  /** By then every request that is under way now has been answered or given up. */
  #busy(message: string): HeadroomError {
    const { timeoutSeconds, concurrency } = this.#limits;
    return new HeadroomError('source_busy', message, {
      field: 'limits.concurrency',
      remedy: `Try again in ${timeoutSeconds} s. If this goes on, see why the server is slow; only if it is not, let more than ${concurrency} queries run at once.`,
      retryAfterSeconds: Math.ceil(timeoutSeconds),
    });
  }
}
