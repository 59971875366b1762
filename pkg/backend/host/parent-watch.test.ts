import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchParent } from './parent-watch.ts';

describe('watchParent', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('says once that the parent is gone, within half a second', () => {
    const parent = { atStart: 5, id: 5, now: () => parent.id };
    const gone = vi.fn();
    watchParent(gone, parent);
    vi.advanceTimersByTime(10_000);
    expect(gone).not.toHaveBeenCalled();
    parent.id = 1;
    vi.advanceTimersByTime(500);
    expect(gone).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(10_000);
    expect(gone).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('notices a parent that had gone before the watch began', () => {
    const gone = vi.fn();
    watchParent(gone, { atStart: 5, now: () => 1 });
    vi.advanceTimersByTime(500);
    expect(gone).toHaveBeenCalledTimes(1);
  });

  it('watches the parent of this process unless told otherwise', () => {
    const gone = vi.fn();
    const { ppid } = process;
    const spy = vi.spyOn(process, 'ppid', 'get').mockReturnValue(ppid);
    watchParent(gone);
    vi.advanceTimersByTime(500);
    expect(gone).not.toHaveBeenCalled();
    spy.mockReturnValue(ppid + 1);
    vi.advanceTimersByTime(500);
    expect(gone).toHaveBeenCalledTimes(1);
    spy.mockRestore();
  });
});
