import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { verifyAudit } from '../../pkg/backend/store/verify-audit.ts';
import type { Book, Entry, Value } from './load/book.ts';

interface Row {
  readonly collection: string;
  readonly id: string;
  readonly value: string;
}

const FILES = /^(headroom\.db(-wal|-shm)?|headroom-copy\.db|headroom-changes\.log|engine\.lock)$/;
const SET_ASIDE = /^(headroom(?:-copy)?\.db)\.damaged-[\dTZ-]+(-wal|-shm)?$/;
const MOST_SET_ASIDE = 3;

/** Compares the state that the engine left with that of the undisturbed run; gives what differs as sentences. */
export function compareState(directory: string, book: Book): string[] {
  const database = new DatabaseSync(join(directory, 'headroom.db'), { readOnly: true });
  try {
    const stored = storedValues(database);
    return [
      ...book.entries.flatMap((entry) => book.observe(entry, stored.get(keyOf(entry))) ?? []),
      ...strangers(stored, book),
      ...missingJobs(database, book),
      ...wrongAudit(database, book),
      ...brokenChain(directory),
      ...strayFiles(directory),
    ];
  } finally {
    database.close();
  }
}

function keyOf({ kind, name }: Entry): string {
  return JSON.stringify([kind, name]);
}

/** The value of each object that the load may have made, by kind and name. */
function storedValues(database: DatabaseSync): Map<string, Value> {
  const values = new Map<string, Value>();
  const rows = database.prepare('SELECT collection, id, value FROM documents').all() as unknown as readonly Row[];
  for (const { collection, value } of rows) {
    const [kind, name, stored] = named(collection, JSON.parse(value) as Stored);
    if (kind !== undefined) {
      values.set(JSON.stringify([kind, name]), stored);
    }
  }
  return values;
}

interface Stored {
  readonly spec: { readonly name: string; readonly unit: string };
  readonly note: string;
  readonly recommendation: string;
  readonly history: readonly { readonly reason: string }[];
}

function named(collection: string, stored: Stored): [string | undefined, string, Value] {
  switch (collection) {
    case 'stored-forecasts':
      return ['forecast', stored.spec.name, stored.spec.unit];
    case 'watched-signals':
      return ['watched', stored.spec.name, stored.spec.unit];
    case 'anomaly-feedback':
      return ['feedback', stored.note, stored.note];
    case 'recommendation-decisions':
      return ['decision', stored.recommendation, stored.history.at(-1)?.reason];
    default:
      return [undefined, '', undefined];
  }
}

/** Objects that nobody asked for. */
function strangers(stored: ReadonlyMap<string, Value>, book: Book): string[] {
  const known = new Set(book.entries.map(keyOf));
  return [...stored.keys()].filter((key) => !known.has(key)).map((key) => `Nobody asked for ${key}.`);
}

function missingJobs(database: DatabaseSync, book: Book): string[] {
  const found = database.prepare('SELECT 1 FROM jobs WHERE id = ?');
  return book.jobs.filter((id) => found.get(id) === undefined).map((id) => `The promised job ${id} is gone.`);
}

/** Each acknowledged change has its line, and each refused one has none. */
function wrongAudit(database: DatabaseSync, book: Book): string[] {
  const counted = database.prepare('SELECT count(*) AS n FROM audit_log WHERE action = ? AND subject = ?');
  return [...book.audited].flatMap(([key, { acknowledged, unknown }]) => {
    const [action = '', ...subject] = key.split(' ');
    const lines = Number(counted.get(action, subject.join(' '))?.['n']);
    return lines >= acknowledged && lines <= acknowledged + unknown
      ? []
      : [`${key} has ${lines} lines in the audit log, not ${acknowledged} to ${acknowledged + unknown}.`];
  });
}

function brokenChain(directory: string): string[] {
  const { broken } = verifyAudit(directory);
  return broken === undefined ? [] : [`The audit log is broken at ${broken.sequence}: it ${broken.reason}`];
}

/** What is in the state directory at the end and does not belong there. */
function strayFiles(directory: string): string[] {
  const names = readdirSync(directory);
  const aside = names.filter((name) => /Z(-\d+)?$/.test(name));
  const tooMany = ['headroom.db', 'headroom-copy.db'].filter(
    (file) => aside.filter((name) => name.startsWith(`${file}.`)).length > MOST_SET_ASIDE
  );
  return [
    ...names
      .filter((name) => !FILES.test(name) && !SET_ASIDE.test(name))
      .map((name) => `The file ${name} was left behind.`),
    ...tooMany.map((file) => `More than ${MOST_SET_ASIDE} damaged ${file} were kept.`),
  ];
}

/** Processes that carry a text in their command line. */
export function processesWith(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => commandLine(name).includes(text))
    .map(Number);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
