import type { Logger } from '../../app/context.ts';
import type { FinishedSpan } from './finished-span.ts';

/** What became of spans: `sent`, `rejected` by the receiver, `lost` since it could not be reached, `dropped` unsent. */
export type SpanOutcome = 'sent' | 'rejected' | 'lost' | 'dropped';

/** Sends a batch; gives how many spans the receiver refused. Throws when it took none. */
export type SendSpans = (spans: readonly FinishedSpan[]) => Promise<number>;

const MOST_WAITING = 2_048;
const BATCH = 512;
const DELAY_MS = 2_000;
const ATTEMPTS = 3;
const FIRST_RETRY_MS = 1_000;
const STOP_WITHIN_MS = 500;

/**
 * Spans on their way, sent in batches. At most 2,048 wait; what is more is dropped and counted, since a trace must never
 * hold up or fill up what it watches.
 */
export class SpanQueue {
  private readonly waiting: FinishedSpan[] = [];
  private readonly send: SendSpans;
  private readonly log: Logger;
  private readonly onSpans: (outcome: SpanOutcome, count: number) => void;
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> | undefined;
  private isStopping = false;
  private hasFailed = false;

  constructor(deps: {
    readonly send: SendSpans;
    readonly log: Logger;
    readonly onSpans: (outcome: SpanOutcome, count: number) => void;
  }) {
    this.send = deps.send;
    this.log = deps.log;
    this.onSpans = deps.onSpans;
  }

  add(span: FinishedSpan): void {
    if (this.waiting.length >= MOST_WAITING || this.isStopping) {
      this.onSpans('dropped', 1);
      return;
    }
    this.waiting.push(span);
    if (this.waiting.length >= BATCH) {
      this.flush();
    } else {
      this.timer ??= setTimeout(() => this.flush(), DELAY_MS).unref();
    }
  }

  /** Sends what waits, as long as it takes but half a second; the rest is dropped. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.flush();
    let late: NodeJS.Timeout | undefined;
    await Promise.race([this.sending, new Promise((resolve) => (late = setTimeout(resolve, STOP_WITHIN_MS)))]);
    clearTimeout(late);
    this.onSpans('dropped', this.waiting.splice(0).length);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.sending ??= this.sendAll().finally(() => (this.sending = undefined));
  }

  private async sendAll(): Promise<void> {
    while (this.waiting.length > 0) {
      await this.sendBatch(this.waiting.splice(0, BATCH));
    }
  }

  private async sendBatch(batch: readonly FinishedSpan[]): Promise<void> {
    for (let made = 1; ; made++) {
      try {
        const rejected = await this.send(batch);
        this.onSpans('sent', batch.length - rejected);
        this.onSpans('rejected', rejected);
        this.hasFailed = false;
        return;
      } catch (thrown) {
        if (made >= ATTEMPTS || this.isStopping) {
          this.lose(batch, thrown);
          return;
        }
        await pause(FIRST_RETRY_MS * 2 ** (made - 1));
      }
    }
  }

  /** Said once until it goes well again: a receiver that is away for a night must not fill the log. */
  private lose(batch: readonly FinishedSpan[], thrown: unknown): void {
    this.onSpans('lost', batch.length);
    if (!this.hasFailed) {
      this.log.warn('cannot send traces', { reason: thrown instanceof Error ? thrown.message : String(thrown) });
    }
    this.hasFailed = true;
  }
}

/** Keeps no process alive. */
function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
