import { setTimeout as sleep } from 'node:timers/promises';
import type { Draw } from '../draw.ts';
import type { Api, Reply } from './api.ts';
import type { Book, Entry } from './book.ts';

/** What a client of the load works with. */
export interface Desk {
  readonly api: Api;
  readonly book: Book;
  readonly draw: Draw;
  /** Told of everything that must not happen. */
  readonly complain: (sentence: string) => void;
  /** Told of the answers to queries. */
  readonly onReply: (path: string, reply: Reply) => void;
}

/** One thing that a client does; it must leave no request under way. */
export type Errand = (desk: Desk) => Promise<void>;

/** Does errands one after the other until told to stop. */
export async function runClient(desk: Desk, errands: readonly Errand[], until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    await desk.draw.pick(errands)(desk);
    await sleep(desk.draw.between(20, 80));
  }
}

/** An idle object of a kind, or a new one while there are fewer than `most`; `undefined` when all are in use. */
export function takeEntry({ book, draw }: Desk, kind: string, most: number): Entry | undefined {
  const known = book.entries.filter((entry) => entry.kind === kind);
  const idle = known.filter(({ isInUse }) => !isInUse);
  if (known.length < most && (idle.length === 0 || draw.below(3) === 0)) {
    return book.add(kind, `${kind} ${known.length + 1}`);
  }
  const chosen = idle.length === 0 ? undefined : draw.pick(idle);
  if (chosen !== undefined) {
    chosen.isInUse = true;
  }
  return chosen;
}

/** Works on an entry, and gives it free afterwards. */
export async function withEntry(entry: Entry | undefined, work: (entry: Entry) => Promise<void>): Promise<void> {
  if (entry === undefined) {
    return;
  }
  try {
    await work(entry);
  } finally {
    entry.isInUse = false;
  }
}

let values = 0;

/** A text that nothing was before. */
export function newValue(): string {
  values += 1;
  return `u${values}`;
}
