import { useEffect, useRef, useState } from 'react';
import type { Answer } from './protocol.ts';
import type { Solver } from './solver.ts';

/** How far the answers to some tasks have come. */
export interface BrowserAnswers<Solved> {
  /** By {@link keyOf}; until a task is solved, what its series was before. */
  readonly solved: ReadonlyMap<string, Solved>;
  readonly failures: readonly string[];
  readonly isWorking: boolean;
}

/** The first results are shown soon, the others in portions: each time everything is drawn anew. */
const FIRST_MS = 150;
const NEXT_MS = 1_500;
/** Working out what to draw of more at once would keep the page from answering its user. */
const MOST_AT_ONCE = 12;

interface Named {
  readonly name: string;
}

/** A series keeps its place and name when its data is refreshed. */
export function keyOf({ name }: Named, index: number): string {
  return `${index} ${name}`;
}

/** Does the tasks one after the other, beside what the page does; `open` must stay the same function. */
export function useBrowserAnswers<Task extends Named, Solved>(
  tasks: readonly Task[],
  open: () => Solver<Task, Solved>
): BrowserAnswers<Solved> {
  const [state, setState] = useState<BrowserAnswers<Solved> & { of: readonly Task[] }>(() => ({
    solved: new Map<string, Solved>(),
    failures: [],
    isWorking: false,
    of: [],
  }));
  const solver = useRef<Solver<Task, Solved>>(undefined);
  useEffect(() => {
    if (tasks.length === 0) {
      return;
    }
    solver.current ??= open();
    return gather(tasks, solver.current, (progress) =>
      setState((before) => ({ ...progress, solved: new Map([...before.solved, ...progress.solved]), of: tasks }))
    );
  }, [tasks, open]);
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
export function gather<Task extends Named, Solved>(
  tasks: readonly Task[],
  solver: Solver<Task, Solved>,
  tell: (progress: BrowserAnswers<Solved>) => void
) {
  const solved = new Map<string, Solved>();
  const failures: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_MS;
  let untold = 0;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    untold = 0;
    tell({ solved: new Map(solved), failures: [...failures], isWorking: solved.size + failures.length < tasks.length });
  };
  const hear = (said: Answer<Solved>) => {
    const task = tasks[said.id];
    if (task !== undefined && 'solved' in said) {
      solved.set(keyOf(task, said.id), said.solved);
    } else if (task !== undefined && 'failure' in said) {
      failures.push(`${task.name}: ${said.failure}`);
    }
    untold++;
    if (untold === MOST_AT_ONCE || solved.size + failures.length === tasks.length) {
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
