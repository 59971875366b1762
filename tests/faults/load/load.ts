import { Draw } from '../draw.ts';
import { createApi, type EngineDoor, type Reply } from './api.ts';
import { Book } from './book.ts';
import { type Desk, type Errand, runClient } from './client.ts';
import { decide } from './decisions.ts';
import { giveFeedback, undoFeedback } from './feedback.ts';
import { workOnForecast } from './forecasts.ts';
import { ask } from './queries.ts';
import { workOnWatched } from './watched.ts';

const WORKERS = 4;
const ERRANDS: readonly Errand[] = [
  workOnForecast,
  workOnForecast,
  workOnForecast,
  workOnWatched,
  workOnWatched,
  giveFeedback,
  undoFeedback,
  decide,
  ask,
];

/** What the engine may answer while its source or its disk is broken, beside answers and nothing at all. */
const MAY_BE = new Set([0, 200, 502, 503, 504]);

/** Until it is restarted, an engine may refuse to read a damaged database: another model must not answer instead. */
function tellsOfDamage(body: unknown): boolean {
  return errorOf(body)?.message === 'The state database is damaged.';
}

function errorOf(body: unknown): { readonly code: string; readonly message: string } | undefined {
  return (body as { readonly error?: { readonly code: string; readonly message: string } } | undefined)?.error;
}

/** Clients that change and ask things all the time, and one that asks another source, which is always well. */
export class Load {
  readonly book: Book;
  readonly complaints: string[] = [];
  /** Requests for answers by status; 0: none. */
  readonly answers = new Map<number, number>();
  slowestMs = 0;
  private readonly door: EngineDoor;
  private readonly seed: number;
  private readonly stopping = new AbortController();
  private running: Promise<unknown> = Promise.resolve();

  constructor(door: EngineDoor, seed: number, journalFile: string) {
    this.door = door;
    this.seed = seed;
    this.book = new Book(journalFile);
  }

  start(): void {
    const clients = Array.from({ length: WORKERS }, (_, i) => this.client(`client ${i}`, 'lab', ERRANDS));
    this.running = Promise.all([...clients, this.client('other source', 'spare', [this.askTimed])]);
  }

  /** Resolves once no request is under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private client(name: string, source: string, errands: readonly Errand[]): Promise<void> {
    const desk: Desk = {
      api: createApi(this.door, source),
      book: this.book,
      draw: new Draw(this.seed, name),
      complain: (sentence) => this.complaints.push(sentence),
      onReply: (path, reply) => this.count(path, reply),
    };
    return runClient(desk, errands, this.stopping.signal);
  }

  private readonly askTimed: Errand = async (desk) => {
    const since = performance.now();
    await ask({
      ...desk,
      onReply: (path, { status, body }) => {
        if (status === 200) {
          this.slowestMs = Math.max(this.slowestMs, performance.now() - since);
          // A clock that jumps ahead uses up the time of those who are waiting.
        } else if (status !== 0 && !tellsOfDamage(body) && errorOf(body)?.code !== 'deadline_exceeded') {
          this.complaints.push(`${path} of a source that is well answers ${status}: ${JSON.stringify(body)}`);
        }
      },
    });
  };

  private count(path: string, { status, body }: Reply): void {
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
    const isTooLarge = errorOf(body)?.code === 'too_large';
    if (!MAY_BE.has(status) && !isTooLarge && !tellsOfDamage(body)) {
      this.complaints.push(`${path} answers ${status}: ${JSON.stringify(body)}`);
    }
  }
}
