import { describe, expect, it } from 'vitest';
import { currentFirst } from './current-first.ts';

const OPTIONS = [
  { value: 'a', label: 'A' },
  { value: 'b', label: 'B' },
];

describe('currentFirst', () => {
  it('moves the current option to the top', () => {
    expect(currentFirst(OPTIONS, 'b').map(({ label }) => label)).toEqual(['B', 'A']);
  });

  it('adds a value that is not in the list', () => {
    expect(currentFirst(OPTIONS, '36h')[0]).toEqual({ value: '36h', label: '36h' });
  });

  it('changes nothing when nothing is chosen', () => {
    expect(currentFirst(OPTIONS, undefined)).toEqual(OPTIONS);
  });
});
