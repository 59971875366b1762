import { useEffect, useRef, useState } from 'react';
import type { Answer } from './protocol.ts';
import type { ForecastTask, Solved } from './solve.ts';
import { openSolver, type Solver } from './solver.ts';

/** How far the forecasts of some tasks have come. */
export interface BrowserForecasts {
  /** By {@link keyOf}; until a task is solved, what its series was before. */
  readonly solved: ReadonlyMap<string, Solved>;
  readonly failures: readonly string[];
  readonly isWorking: boolean;
}

/** The first results are shown soon, the others in large portions: each time everything is drawn anew. */
const FIRST_MS = 150;
const NEXT_MS = 1_500;

const NOTHING: BrowserForecasts = { solved: new Map(), failures: [], isWorking: false };

/** A series keeps its place and name when its data is refreshed. */
export function keyOf({ name }: ForecastTask, index: number): string {
  return `${index} ${name}`;
}

/** Forecasts the tasks one after the other, beside what the page does. */
export function useBrowserForecasts(tasks: readonly ForecastTask[]): BrowserForecasts {
  const [state, setState] = useState<BrowserForecasts & { of: readonly ForecastTask[] }>({ ...NOTHING, of: [] });
  const solver = useRef<Solver>(undefined);
  useEffect(() => {
    if (tasks.length === 0) {
      return;
    }
    solver.current ??= openSolver();
    return gather(tasks, solver.current, (progress) =>
      setState((before) => ({ ...progress, solved: new Map([...before.solved, ...progress.solved]), of: tasks }))
    );
  }, [tasks]);
  useEffect(
    () => () => {
      solver.current?.close();
      solver.current = undefined;
    },
    []
  );
  return state.of === tasks ? state : { solved: state.solved, failures: [], isWorking: tasks.length > 0 };
}

/** Runs the tasks and tells from time to time what has been solved; gives a function that ends the telling. */
function gather(tasks: readonly ForecastTask[], solver: Solver, tell: (progress: BrowserForecasts) => void) {
  const solved = new Map<string, Solved>();
  const failures: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_MS;
  const flush = () => {
    timer = undefined;
    tell({ solved: new Map(solved), failures: [...failures], isWorking: solved.size + failures.length < tasks.length });
  };
  const hear = (said: Answer) => {
    const task = tasks[said.id];
    if (task !== undefined && 'solved' in said) {
      solved.set(keyOf(task, said.id), said.solved);
    } else if (task !== undefined && 'failure' in said) {
      failures.push(`${task.name}: ${said.failure}`);
    }
    if (solved.size + failures.length === tasks.length) {
      clearTimeout(timer);
      flush();
    } else if (timer === undefined) {
      timer = setTimeout(flush, wait);
      wait = NEXT_MS;
    }
  };
  solver.run(
    tasks.map((task, id) => ({ id, task })),
    hear
  );
  return () => clearTimeout(timer);
}
