import { describe, expect, it } from 'vitest';
import { firstFolder, firstGroup, freeTitle, groupChoices } from './alert-place.ts';

const OPS = { uid: 'o', title: 'Ops' };
const OWN = { uid: 'h', title: 'Headroom' };

describe('where a rule goes', () => {
  it('is the own folder, else the first, else a new one', () => {
    expect(firstFolder([OPS, OWN], true)).toBe(OWN);
    expect(firstFolder([OPS], true)).toBe(OPS);
    expect(firstFolder([], true)).toEqual({ uid: '', title: 'Headroom' });
    expect(firstFolder([], false)).toBeUndefined();
  });

  it('is a group that no file has written, or a new one', () => {
    const written = { name: 'Capacity', interval: '1m', isProvisioned: true };
    const open = { name: 'Slow', interval: '10m', isProvisioned: false };
    const choices = groupChoices([written, open], '1m');
    expect(choices.map(({ name }) => name)).toEqual(['Headroom forecasts', 'Slow']);
    expect(firstGroup(choices)).toMatchObject({ name: 'Headroom forecasts', interval: '1m' });
    const own = { name: 'Headroom forecasts', interval: '5m', isProvisioned: false };
    expect(firstGroup(groupChoices([open, own], '1m'))).toBe(own);
  });

  it('is a group of files for nobody, even when it has our name', () => {
    const written = { name: 'Headroom forecasts', interval: '1m', isProvisioned: true };
    expect(groupChoices([written], '1m')).toEqual([]);
    expect(firstGroup([])).toBeUndefined();
  });

  it('has a name of its own', () => {
    expect(freeTitle('a', ['b'])).toBe('a');
    expect(freeTitle('a', ['a', 'a (2)'])).toBe('a (3)');
  });
});
