import type { Stepwise } from '#model/stats/stepwise.ts';
import { type ForecastTask, solve, type Solved } from './solve.ts';

/** A worker that has been loaded says this once. */
export const READY = 'ready';

/** What a worker is asked: one series. */
export interface Job {
  readonly id: number;
  readonly task: ForecastTask;
}

/** What it answers: the series, or why it could not be computed. */
export type Answer =
  | { readonly id: number; readonly solved: Solved }
  | { readonly id: number; readonly failure: string };

/** Does a job in steps; a failure is an answer too, so that one series never takes the others with it. */
export function* answer({ id, task }: Job): Stepwise<Answer> {
  try {
    return { id, solved: yield* solve(task) };
  } catch (thrown) {
    return { id, failure: thrown instanceof Error ? thrown.message : 'unknown' };
  }
}
