import { appendFileSync } from 'node:fs';

/** What an object may be: a text that tells its states apart, `undefined` where there is none. */
export type Value = string | undefined;

/** How a request ended: done, refused by an answer, or without an answer, so that nobody knows. */
export type Outcome = 'acknowledged' | 'refused' | 'unknown';

/** An object of the load, which one client at a time changes. */
export interface Entry {
  readonly kind: string;
  /** Its own among those of its kind, and chosen by the client. */
  readonly name: string;
  /** What it may be by now; one value unless a request had no answer. */
  readonly possible: Set<Value>;
  /** Its id in the engine, once that is known. */
  id: string | undefined;
  /** What it was before it was deleted. */
  before: Value;
  isInUse: boolean;
}

/** How often an action on an object was acknowledged, and how often it had no answer. */
interface Tally {
  acknowledged: number;
  unknown: number;
}

/** The undisturbed run: what the state must be if every acknowledged request was done, and no refused one. */
export class Book {
  readonly entries: Entry[] = [];
  readonly outcomes: Record<Outcome, number> = { acknowledged: 0, refused: 0, unknown: 0 };
  /** Jobs that were promised. */
  readonly jobs: string[] = [];
  /** By action and id of the object, as the audit log names them. */
  readonly audited = new Map<string, Tally>();
  private readonly journalFile: string;

  constructor(journalFile: string) {
    this.journalFile = journalFile;
  }

  add(kind: string, name: string): Entry {
    const entry: Entry = {
      kind,
      name,
      possible: new Set([undefined]),
      id: undefined,
      before: undefined,
      isInUse: true,
    };
    this.entries.push(entry);
    return entry;
  }

  /** Notes how a request ended that was to make the object `value`. */
  note(entry: Entry, action: string, value: Value, outcome: Outcome): void {
    this.outcomes[outcome] += 1;
    if (outcome === 'acknowledged') {
      entry.possible.clear();
    }
    if (outcome !== 'refused') {
      entry.possible.add(value);
      this.tally(action, entry.id, outcome);
    }
    const { kind, name, id } = entry;
    appendFileSync(this.journalFile, `${JSON.stringify({ at: Date.now(), outcome, action, kind, name, id, value })}\n`);
  }

  /** Notes what the engine says that the object is; `undefined` is fine, anything else is a sentence about a fault. */
  observe(entry: Entry, value: Value): string | undefined {
    if (!entry.possible.has(value)) {
      const expected = [...entry.possible].map(String).join(' or ');
      return `${entry.kind} "${entry.name}" is ${String(value)}, not ${expected}`;
    }
    entry.possible.clear();
    entry.possible.add(value);
    return undefined;
  }

  private tally(action: string, id: string | undefined, outcome: 'acknowledged' | 'unknown'): void {
    if (id !== undefined) {
      const key = `${action} ${id}`;
      const tally = this.audited.get(key) ?? { acknowledged: 0, unknown: 0 };
      tally[outcome] += 1;
      this.audited.set(key, tally);
    }
  }
}
