import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HeadroomError } from '#contract/errors.ts';
import { limitedTime } from './limited-time.ts';
import { ManualClock } from './ports/kit.contract.ts';

describe('limitedTime', () => {
  const clock = new ManualClock();
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function caller(remainingMs: number) {
    const controller = new AbortController();
    return { controller, signal: controller.signal, deadlineMs: clock.now() + remainingMs };
  }

  it('aborts with canceled when the caller gives up', () => {
    const ctx = caller(1_000);
    const time = limitedTime(ctx, clock);
    expect(time.signal.aborted).toBe(false);
    ctx.controller.abort();
    expect(time.signal.reason).toMatchObject({ code: 'canceled' });
  });

  it('aborts with deadline_exceeded when the deadline passes, and not before', () => {
    const time = limitedTime(caller(1_000), clock);
    vi.advanceTimersByTime(999);
    expect(time.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(time.signal.reason).toMatchObject({ code: 'deadline_exceeded', culprit: 'plugin' });
  });

  it('takes an abort at the deadline for the deadline', () => {
    const ctx = caller(1_000);
    const time = limitedTime(ctx, clock);
    clock.advance(1_000);
    ctx.controller.abort();
    expect(time.signal.reason).toMatchObject({ code: 'deadline_exceeded' });
  });

  it('is over at once when the caller has gone or the deadline has passed before', () => {
    const gone = caller(1_000);
    gone.controller.abort();
    expect(limitedTime(gone, clock).signal.reason).toMatchObject({ code: 'canceled' });
    expect(limitedTime(caller(0), clock).signal.reason).toMatchObject({ code: 'deadline_exceeded' });
  });

  it('knows deadlines that no timer can wait for', () => {
    const time = limitedTime(caller(Number.MAX_SAFE_INTEGER), clock);
    vi.advanceTimersByTime(2 ** 31);
    expect(time.signal.aborted).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('keeps nothing once it has ended', () => {
    const ctx = caller(1_000);
    const time = limitedTime(ctx, clock);
    time.end();
    expect(vi.getTimerCount()).toBe(0);
    ctx.controller.abort();
    expect(time.signal.aborted).toBe(false);
  });

  it('aborts with the error that it is given', () => {
    const time = limitedTime(caller(1_000), clock);
    const error = new HeadroomError('internal', 'Another part failed.');
    time.abort(error);
    expect(time.signal.reason).toBe(error);
    time.end();
  });
});
