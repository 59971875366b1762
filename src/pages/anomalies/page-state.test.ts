import { describe, expect, it } from 'vitest';
import { readPageState, selectionWords } from './page-state.ts';

const read = (text: string) => readPageState(new URLSearchParams(text));

describe('readPageState', () => {
  it('shows the last week when the address says nothing', () => {
    expect(read('')).toMatchObject({ from: 'now-7d', to: 'now', selection: undefined, incident: undefined });
  });

  it('reads back a selection', () => {
    const selection = { lane: 'cpu~checkout', fromMs: 1_000, toMs: 2_000 };
    const { lane = '', cells = '' } = selectionWords(selection);
    expect(read(new URLSearchParams({ lane, cells }).toString()).selection).toEqual(selection);
    expect(selectionWords(undefined)).toEqual({ lane: undefined, cells: undefined });
  });

  it('takes what makes no sense as absent', () => {
    expect(read('severity=awful&cells=5-1').filters.severity).toBeUndefined();
    expect(read('cells=5-1').selection).toBeUndefined();
    expect(read('cells=all').selection).toBeUndefined();
  });
});
