import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type ErrorCode, HeadroomError } from '#contract/errors.ts';
import type { Context } from '../context.ts';
import type { Clock } from './clock.ts';

/** What a contract suite needs of the adapter that it is run against; each test gets a fresh one. */
export interface AdapterFixture<T> {
  readonly adapter: T;
  /** Ends the adapter as a stop of the engine would, and opens another one over the same data. */
  reopen(): Promise<T>;
  /** Ends the adapter and removes its data. */
  cleanup(): Promise<void>;
}

/** Makes a fixture whose adapter asks `clock` for the time. */
export type StartFixture<T> = (clock: Clock) => Promise<AdapterFixture<T>>;

/** A fixture over state in a directory of its own: `open` opens the state, `adapt` makes the adapter over it. */
export function directoryFixture<S extends { close(): void }, T>(
  open: (directory: string) => S,
  adapt: (opened: S) => T
): AdapterFixture<T> & { readonly directory: string } {
  const directory = mkdtempSync(join(tmpdir(), 'headroom-'));
  let opened = open(directory);
  return {
    directory,
    adapter: adapt(opened),
    reopen() {
      opened.close();
      opened = open(directory);
      return Promise.resolve(adapt(opened));
    },
    cleanup() {
      opened.close();
      rmSync(directory, { recursive: true });
      return Promise.resolve();
    },
  };
}

/** A clock that stands still until it is told otherwise. */
export class ManualClock implements Clock {
  private ms = Date.UTC(2025, 0, 1);

  now(): number {
    return this.ms;
  }

  advance(ms: number): void {
    this.ms += ms;
  }
}

/** A context that keeps what is logged through it. */
export interface RecordingContext extends Context {
  readonly logged: { readonly level: string; readonly message: string }[];
}

/** A caller of organisation `org` and data source `source`. */
export function contextOf(org: string, source: string): RecordingContext {
  const logged: RecordingContext['logged'] = [];
  const at = (level: string) => (message: string) => {
    logged.push({ level, message });
  };
  return {
    org,
    source,
    principal: 'nadia',
    role: 'Admin',
    deadlineMs: Number.MAX_SAFE_INTEGER,
    signal: new AbortController().signal,
    traceId: '0af7651916cd43dd8448eb211c80319c',
    log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    logged,
  };
}

/** Pairs of scopes that a careless key (`org + source`, prefix search, ignoring case) would mix up. */
export const CONFUSABLE_SCOPES: readonly (readonly [RecordingContext, RecordingContext])[] = [
  [contextOf('1', 'prom'), contextOf('2', 'prom')],
  [contextOf('1', 'prom'), contextOf('1', 'prom2')],
  [contextOf('1', '1prom'), contextOf('11', 'prom')],
  [contextOf('1', 'a/b'), contextOf('1/a', 'b')],
  [contextOf('1', 'a:b'), contextOf('1:a', 'b')],
  [contextOf('1', 'prom'), contextOf('1', 'Prom')],
  [contextOf('1', 'pr_m'), contextOf('1', 'prom')],
  [contextOf('1', 'p%'), contextOf('1', 'prom')],
  [contextOf('1', 'p*'), contextOf('1', 'prom')],
];

/** Expects a rejection by a HeadroomError of the given code, and gives it. */
export async function expectError(work: Promise<unknown>, code: ErrorCode): Promise<HeadroomError> {
  const thrown = await work.then(
    () => undefined,
    (reason: unknown) => reason
  );
  expect(thrown).toBeInstanceOf(HeadroomError);
  const error = thrown as HeadroomError;
  expect(error.code).toBe(code);
  return error;
}

/** Keys that a store must keep apart and give back unchanged: separators, case, composition, other scripts. */
export const AWKWARD_KEYS: readonly string[] = [
  'a',
  'A',
  'a ',
  ' a',
  'a/b',
  'a:b',
  'a\u0000b',
  'a\nb',
  '%',
  '_',
  '*',
  "'; DROP TABLE documents; --",
  '\u00e9',
  'e\u0301',
  '\u96ea',
  '\uffee',
  '\u{1f600}',
  'k'.repeat(512),
];
