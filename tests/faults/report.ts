import type { Outcome } from './load/book.ts';

/** One fault that was made. */
export interface Made {
  readonly name: string;
  /** From the end of the fault until the engine was ready. */
  readonly recoveryMs: number;
}

/** What a run of faults found. */
export interface Report {
  readonly seed: number;
  readonly program: string;
  readonly made: readonly Made[];
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Requests for answers by status; 0: none. */
  readonly answers: ReadonlyMap<number, number>;
  /** The longest that a well source took to answer while the engine ran. */
  readonly slowestMs: number;
  /** Everything that must not happen. */
  readonly complaints: readonly string[];
}

/** The report as text for a terminal. */
export function formatReport(report: Report): string {
  const { seed, program, made, outcomes, answers, slowestMs, complaints } = report;
  const all = made.map(({ recoveryMs }) => recoveryMs);
  const names = [...new Set(made.map(({ name }) => name))].sort();
  return [
    `${made.length} faults, seed ${seed}, ${program}`,
    `recovery: median ${seconds(median(all))}, longest ${seconds(Math.max(...all))}`,
    ...names.map((name) => line(name, made)),
    `changes: ${outcomes.acknowledged} acknowledged, ${outcomes.refused} refused, ${outcomes.unknown} without an answer`,
    `answers: ${[...answers]
      .sort(([a], [b]) => a - b)
      .map(([status, count]) => `${count} × ${status}`)
      .join(', ')}`,
    `a source that was well answered within ${seconds(slowestMs)}`,
    complaints.length === 0 ? 'lost: 0' : ['WRONG:', ...complaints.map((one) => `  ${one}`)].join('\n'),
  ].join('\n');
}

function line(name: string, made: readonly Made[]): string {
  const times = made.filter((one) => one.name === name).map(({ recoveryMs }) => recoveryMs);
  return `  ${name.padEnd(38)} ${String(times.length).padStart(3)} × median ${seconds(median(times))}, longest ${seconds(Math.max(...times))}`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? NaN) + (sorted[sorted.length >> 1] ?? NaN)) / 2;
}
