import { describe, expect, it } from 'vitest';
import { replayRule, type Rule } from './rule-state.ts';

const MINUTE = 60_000;
const RULE: Rule = { threshold: 0.8, condition: 'above', forMs: MINUTE, intervalMs: MINUTE, noDataState: 'KeepLast' };

/** Firings in minutes since the first evaluation; a value of `undefined` is a missing row. */
function replay(values: readonly (number | undefined)[], rule: Partial<Rule> = {}, hasRows?: readonly number[]) {
  const firings = replayRule(
    { ...RULE, ...rule },
    {
      firstMs: 0,
      values: Float64Array.from(values, (value) => value ?? NaN),
      hasRows: Uint8Array.from(hasRows ?? values.map(() => 1)),
    }
  );
  return firings.map(({ pendingMs, startMs, endMs }) =>
    [pendingMs, startMs, endMs].map((ms) => (ms === null ? null : ms / MINUTE))
  );
}

describe('the states of a rule', () => {
  it('fires once the condition has held for the pending period, and ends with it', () => {
    expect(replay([0, 1, 1, 1, 0, 1, 1, 0])).toEqual([
      [1, 2, 4],
      [5, 6, 7],
    ]);
  });

  it('does not fire on one evaluation alone, and begins to wait anew after each good one', () => {
    expect(replay([0, 1, 0, 1, 0, 1, 0], { forMs: MINUTE })).toEqual([]);
    expect(replay([1, 1, 1, 0, 1, 1, 1, 1], { forMs: 3 * MINUTE })).toEqual([[4, 7, null]]);
  });

  it('fires at once without a pending period', () => {
    expect(replay([0, 1, 0], { forMs: 0 })).toEqual([[1, 1, 2]]);
  });

  it('waits a whole evaluation longer for a period between two of them', () => {
    expect(replay([1, 1, 1], { forMs: 1.5 * MINUTE })).toEqual([[0, 2, null]]);
  });

  it('takes the threshold itself for good, on both sides', () => {
    expect(replay([0.8, 0.8, 0.8])).toEqual([]);
    expect(replay([5, 5, 5], { condition: 'below', threshold: 5 })).toEqual([]);
    expect(replay([4, 4, 5], { condition: 'below', threshold: 5 })).toEqual([[0, 1, 2]]);
  });

  it('keeps the state of a series that is missing once, and resolves it when it is missing twice', () => {
    expect(replay([1, 1, undefined, 1, 0])).toEqual([[0, 1, 4]]);
    expect(replay([1, 1, undefined, undefined, undefined, 1])).toEqual([[0, 1, 3]]);
    expect(replay([1, undefined, 1])).toEqual([[0, 2, null]]);
  });

  describe('without any row', () => {
    const noRows = [1, 1, 0, 0, 0, 1, 1];
    const values = [1, 1, undefined, undefined, undefined, 1, 1];

    it('keeps the last state when told to, and a pending one goes on', () => {
      expect(replay(values, { noDataState: 'KeepLast' }, noRows)).toEqual([[0, 1, null]]);
      expect(replay([1, undefined, undefined], { noDataState: 'KeepLast' }, [1, 0, 0])).toEqual([[0, 1, null]]);
      expect(replay([0, undefined, undefined], { noDataState: 'KeepLast' }, [1, 0, 0])).toEqual([]);
    });

    it('is well when told to', () => {
      expect(replay(values, { noDataState: 'OK' }, noRows)).toEqual([
        [0, 1, 2],
        [5, 6, null],
      ]);
    });

    it('resolves after two evaluations when no data is an alert of its own', () => {
      expect(replay(values, { noDataState: 'NoData' }, noRows)).toEqual([
        [0, 1, 3],
        [5, 6, null],
      ]);
    });
  });
});
