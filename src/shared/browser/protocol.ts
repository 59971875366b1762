import type { Stepwise } from '#model/stats/stepwise.ts';

/** A worker that has been loaded says this once. */
export const READY = 'ready';

/** What a worker is asked: one series. */
export interface Job<Task> {
  readonly id: number;
  readonly task: Task;
}

/** What it answers: the series, or why it could not be computed. */
export type Answer<Solved> =
  | { readonly id: number; readonly solved: Solved }
  | { readonly id: number; readonly failure: string };

/** How one task is done, in steps. */
export type Solve<Task, Solved> = (task: Task) => Stepwise<Solved>;

/** Does a job in steps; a failure is an answer too, so that one series never takes the others with it. */
export function* answer<Task, Solved>({ id, task }: Job<Task>, solve: Solve<Task, Solved>): Stepwise<Answer<Solved>> {
  try {
    return { id, solved: yield* solve(task) };
  } catch (thrown) {
    return { id, failure: thrown instanceof Error ? thrown.message : 'unknown' };
  }
}
