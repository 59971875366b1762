import { describe, expect, it } from 'vitest';
import type { Breach } from '#model/forecast/breach.ts';
import type { Forecast } from '#model/forecast/types.ts';
import { contextOf } from '../app/ports/kit.contract.ts';
import type { BreachTask, Compute } from '../app/ports/compute.ts';
import { rememberBreaches } from './breach-memory.ts';

function taskOf(forecast: Forecast, fields: Partial<BreachTask> = {}): BreachTask {
  return { forecast, capacity: 10, direction: 'up', current: 5, seed: 1, ...fields };
}

/** Answers every task with the number of tasks that were answered before it. */
function counting(): { compute: Compute; calls: number[] } {
  const calls: number[] = [];
  let answered = 0;
  const breach = (_: unknown, tasks: readonly BreachTask[]) => {
    calls.push(tasks.length);
    return Promise.resolve(tasks.map(() => ({ medianMs: answered++ }) as Breach));
  };
  return { compute: { breach } as unknown as Compute, calls };
}

describe('rememberBreaches', () => {
  const ctx = contextOf('1', 'prom');
  const [first, second] = [{} as Forecast, {} as Forecast];

  it('asks the workers once for the same task, and only for what is new, in the order of the tasks', async () => {
    const { compute, calls } = counting();
    const remembering = rememberBreaches(compute);
    const answers = async (...tasks: BreachTask[]) =>
      (await remembering.breach(ctx, tasks)).map(({ medianMs }) => medianMs);
    expect(await answers(taskOf(first), taskOf(second))).toEqual([0, 1]);
    expect(await answers(taskOf(second), taskOf(first))).toEqual([1, 0]);
    expect(await answers(taskOf(first), taskOf(first, { capacity: 11 }), taskOf(second))).toEqual([0, 2, 1]);
    expect(calls).toEqual([2, 1]);
  });

  it.each([{ capacity: 9 }, { direction: 'down' as const }, { current: 6 }, { current: undefined }, { seed: 2 }])(
    'takes a task with %o for another one',
    async (fields) => {
      const { compute, calls } = counting();
      const remembering = rememberBreaches(compute);
      await remembering.breach(ctx, [taskOf(first)]);
      await remembering.breach(ctx, [taskOf(first, fields)]);
      expect(calls).toEqual([1, 1]);
    }
  );

  it('keeps the latest eight of a forecast', async () => {
    const { compute, calls } = counting();
    const remembering = rememberBreaches(compute);
    for (let capacity = 0; capacity < 9; capacity++) {
      await remembering.breach(ctx, [taskOf(first, { capacity })]);
    }
    await remembering.breach(ctx, [taskOf(first, { capacity: 8 }), taskOf(first, { capacity: 0 })]);
    expect(calls).toEqual([...new Array<number>(9).fill(1), 1]);
  });

  it('remembers nothing of a call that fails', async () => {
    let fails = true;
    const breach = () => (fails ? Promise.reject(new Error('lost')) : Promise.resolve([{} as Breach]));
    const remembering = rememberBreaches({ breach } as unknown as Compute);
    await expect(remembering.breach(ctx, [taskOf(first)])).rejects.toThrow('lost');
    fails = false;
    expect(await remembering.breach(ctx, [taskOf(first)])).toHaveLength(1);
  });
});
