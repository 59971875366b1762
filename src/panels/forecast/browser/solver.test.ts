import { finish } from '#model/stats/stepwise.ts';
import { describe, expect, it } from 'vitest';
import * as protocol from '../../../shared/browser/protocol.ts';
import { openSolver as openAnySolver } from '../../../shared/browser/solver.ts';
import { type ForecastTask, solve, type Solved } from './solve.ts';

type Job = protocol.Job<ForecastTask>;
type Answer = protocol.Answer<Solved>;
const answer = (job: Job) => protocol.answer(job, solve);
const openSolver = (open: () => Promise<Worker | undefined>, nowMs?: () => number) =>
  openAnySolver<ForecastTask, Solved>(open, solve, nowMs);

const task = (name: string, values = Array.from({ length: 60 }, (_, i) => i + Math.sin(i))): ForecastTask => ({
  name,
  labels: {},
  history: { startMs: 0, stepMs: 60_000, values: Float64Array.from(values) },
  horizonSteps: 30,
  bounds: {},
  capacity: 75,
  direction: 'up',
});
const jobs = (...names: string[]): Job[] => names.map((name, id) => ({ id, task: task(name) }));

/** A worker without a thread: it does each job a moment later. */
function fakeWorker() {
  const state = { isTerminated: false, done: 0 };
  const worker: Pick<Worker, 'onmessage' | 'onerror' | 'postMessage' | 'terminate'> = {
    onmessage: null,
    onerror: null,
    postMessage: (job: Job) =>
      void setTimeout(() => {
        state.done++;
        const data = structuredClone(finish(answer(structuredClone(job))));
        worker.onmessage?.call(worker as Worker, { data } as MessageEvent<Answer>);
      }),
    terminate: () => void (state.isTerminated = true),
  };
  return { worker: worker as Worker, state };
}

function solveAll(open: () => Promise<Worker | undefined>, todo: Job[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  return new Promise((resolve) =>
    openSolver(open).run(todo, (one) => {
      answers.push(one);
      if (answers.length === todo.length) {
        resolve(answers);
      }
    })
  );
}

describe('answer', () => {
  it('gives a forecast with bands, trust and the breach', () => {
    const said = finish(answer({ id: 3, task: task('a') }));
    expect(said).toMatchObject({ id: 3, solved: { forecast: { name: 'a', capacity: 75 } } });
    const solved = 'solved' in said ? said.solved : undefined;
    expect(solved?.forecast.predicted?.mean).toHaveLength(30);
    expect(solved?.forecast.predicted?.bands.map(({ level }) => level).sort()).toEqual([80, 95]);
    expect(solved?.breach?.state).toBe('likely');
    // What JSON cannot say would not cross to the chart either.
    expect(JSON.parse(JSON.stringify(solved))).toEqual(solved);
  });

  it('says why there is none', () => {
    const said = finish(answer({ id: 0, task: task('a', [1, 2]) }));
    expect(said).toMatchObject({ solved: { forecast: { missing: { kind: 'not-enough-data' } } } });
  });
});

describe('openSolver', () => {
  it('gives the same numbers in a worker and on the page', async () => {
    const { worker } = fakeWorker();
    const inWorker = await solveAll(() => Promise.resolve(worker), jobs('a', 'b'));
    const onPage = await solveAll(() => Promise.resolve(undefined), jobs('a', 'b'));
    expect(inWorker.map(({ id }) => id)).toEqual([0, 1]);
    expect(onPage).toEqual(inWorker);
  });

  it('drops what is still waiting when other jobs come', async () => {
    const { worker, state } = fakeWorker();
    const solver = openSolver(() => Promise.resolve(worker));
    const heard: Answer[] = [];
    solver.run(jobs('a', 'b', 'c'), (one) => heard.push(one));
    await new Promise<void>((resolve) => solver.run(jobs('d'), () => resolve()));
    expect(heard).toEqual([]);
    expect(state.done).toBe(1);
  });

  it('lets the page answer between steps, and drops a series that nobody waits for any more', async () => {
    // A clock by which every step takes longer than a slice may.
    let nowMs = 0;
    const solver = openSolver(
      () => Promise.resolve(undefined),
      () => (nowMs += 10)
    );
    let turns = 0;
    const heard: Answer[] = [];
    const answered = new Promise<void>((resolve) =>
      solver.run(jobs('a'), (one) => {
        heard.push(one);
        resolve();
      })
    );
    const turn = setInterval(() => turns++, 0);
    await answered;
    expect(heard).toHaveLength(1);
    expect(turns).toBeGreaterThanOrEqual(5);
    solver.run(jobs('b'), (one) => heard.push(one));
    await new Promise((wake) => setTimeout(wake));
    await new Promise<void>((resolve) => solver.run(jobs('c'), () => resolve()));
    clearInterval(turn);
    expect(heard).toHaveLength(1);
  });

  it('ends its worker, also one that comes late', async () => {
    const { worker, state } = fakeWorker();
    const solver = openSolver(() => Promise.resolve(worker));
    solver.run(jobs('a'), () => undefined);
    solver.close();
    await new Promise((wake) => setTimeout(wake, 5));
    expect(state.isTerminated).toBe(true);
  });
});
