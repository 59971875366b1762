import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { contextOf, expectError, ManualClock } from '../../app/ports/kit.contract.ts';
import { withinDeadline } from './call.ts';

const context = contextOf('1', 'prom');

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
}

describe('withinDeadline', () => {
  it('gives what the work gives', async () => {
    expect(await withinDeadline(context, new ManualClock(), async () => 42)).toBe(42);
  });

  it('does not start work whose deadline has passed', async () => {
    const clock = new ManualClock();
    let started = false;
    const work = async () => {
      started = true;
    };
    await expectError(withinDeadline({ ...context, deadlineMs: clock.now() }, clock, work), 'deadline_exceeded');
    expect(started).toBe(false);
  });

  it('does not start work of a caller that has gone', async () => {
    const gone = { ...context, signal: AbortSignal.abort() };
    await expectError(
      withinDeadline(gone, new ManualClock(), () => sleep(60_000)),
      'canceled'
    );
  });

  it('aborts work at the deadline', async () => {
    const clock = new ManualClock();
    const work = withinDeadline({ ...context, deadlineMs: clock.now() + 10 }, clock, ({ signal }) =>
      untilAborted(signal)
    );
    const error = await expectError(work, 'deadline_exceeded');
    expect(error.remedy).toBeDefined();
  });

  it('aborts work when the caller goes', async () => {
    const caller = new AbortController();
    const work = withinDeadline({ ...context, signal: caller.signal }, new ManualClock(), ({ signal }) =>
      untilAborted(signal)
    );
    caller.abort('a reason that is no error');
    await expectError(work, 'canceled');
  });

  it('tells a caller that aborts because its deadline has passed so', async () => {
    const clock = new ManualClock();
    const caller = new AbortController();
    const limited = { ...context, signal: caller.signal, deadlineMs: clock.now() + 60_000 };
    const work = withinDeadline(limited, clock, ({ signal }) => untilAborted(signal));
    clock.advance(60_000);
    caller.abort();
    await expectError(work, 'deadline_exceeded');
  });

  it('bears a deadline that never comes', async () => {
    const eternal = { ...context, deadlineMs: Infinity };
    expect(await withinDeadline(eternal, new ManualClock(), () => sleep(5, 'done'))).toBe('done');
  });

  it('turns what is thrown into an error of ours', async () => {
    await expectError(
      withinDeadline(context, new ManualClock(), () => Promise.reject(new TypeError('bug'))),
      'internal'
    );
  });
});
