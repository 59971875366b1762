import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { STATE_BROKEN, untilStateBroken } from './restart-watch.ts';

describe('the watch over the state', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const watch = (engine: { lookForDamage: () => Promise<void>; needsRestart: () => boolean }) => {
    let reason = '';
    void untilStateBroken(engine).then((given) => (reason = given));
    return () => reason;
  };

  it('tells of damage that a request met within a second', async () => {
    let isBroken = false;
    const reason = watch({ lookForDamage: async () => undefined, needsRestart: () => isBroken });
    await vi.advanceTimersByTimeAsync(100_000);
    expect(reason()).toBe('');
    isBroken = true;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(reason()).toBe(STATE_BROKEN);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('finds damage that no request meets within half a minute', async () => {
    let found = false;
    const lookForDamage = vi.fn(async () => {
      found = true;
    });
    const reason = watch({ lookForDamage, needsRestart: () => found });
    await vi.advanceTimersByTimeAsync(29_000);
    expect(lookForDamage).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(reason()).toBe(STATE_BROKEN);
    expect(lookForDamage).toHaveBeenCalledTimes(1);
  });
});
