import { describe, expect, it } from 'vitest';
import { explorePanesWithRange, symmetricRange } from './future-range.ts';

describe('symmetricRange', () => {
  it('looks as far back as ahead', () => {
    expect(symmetricRange('12h')).toEqual({ from: 'now-12h', to: 'now+12h' });
    expect(symmetricRange(undefined)).toEqual({ from: 'now-7d', to: 'now+7d' });
    expect(symmetricRange('$ahead')).toEqual({ from: 'now-7d', to: 'now+7d' });
  });
});

describe('explorePanesWithRange', () => {
  const range = { from: 'now-7d', to: 'now+7d' };

  it('changes the panes of the data source only', () => {
    const left = { datasource: 'headroom', queries: [{ refId: 'A' }], range: { from: 'now-1h', to: 'now' } };
    const right = { datasource: 'other', range: { from: 'now-1h', to: 'now' } };
    const changed = explorePanesWithRange(JSON.stringify({ left, right }), 'headroom', range);
    expect(JSON.parse(changed ?? '')).toEqual({ left: { ...left, range }, right });
  });

  it.each([undefined, '', 'null', '{"left":{"datasource":"other"}}', '{"left":null}'])('gives up on %s', (panes) => {
    expect(explorePanesWithRange(panes, 'headroom', range)).toBeUndefined();
  });
});
