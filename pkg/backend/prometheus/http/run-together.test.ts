import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runTogether, type Job } from './run-together.ts';

const never = new AbortController().signal;

describe('runTogether', () => {
  it('gives the results in the order of the jobs, whichever ends first', async () => {
    const jobs = [15, 1, 8].map(
      (delayMs): Job<number> =>
        () =>
          sleep(delayMs, delayMs)
    );
    expect(await runTogether(never, 3, jobs)).toEqual([15, 1, 8]);
  });

  it('runs no more at once than its width', async () => {
    let running = 0;
    let most = 0;
    const job: Job<void> = async () => {
      running += 1;
      most = Math.max(most, running);
      await sleep(1);
      running -= 1;
    };
    await runTogether(
      never,
      3,
      Array.from({ length: 20 }, () => job)
    );
    expect(most).toBe(3);
  });

  it('aborts the others on the first failure, waits for them, and starts nothing more', async () => {
    const events: string[] = [];
    const failing: Job<void> = () => Promise.reject(new Error('first'));
    const obeying: Job<void> = async (signal) => {
      await sleep(60_000, undefined, { signal }).catch(() => undefined);
      await sleep(1);
      events.push('ended');
      throw new Error('second');
    };
    const late: Job<void> = async () => {
      events.push('late');
    };
    await expect(runTogether(never, 2, [obeying, failing, late, late])).rejects.toThrow('first');
    expect(events).toEqual(['ended']);
  });

  it("throws the reason of the caller's signal", async () => {
    const caller = new AbortController();
    const job: Job<void> = (signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    const run = runTogether(caller.signal, 2, [job, job]);
    caller.abort(new Error('canceled by the caller'));
    await expect(run).rejects.toThrow('canceled by the caller');
  });

  it('has nothing to do without jobs', async () => {
    expect(await runTogether(never, 4, [])).toEqual([]);
  });
});
