import { describe, expect, it } from 'vitest';
import { createDecide } from './sampler.ts';

const still = () => 0;
const ending = (digits: string) => '0'.repeat(16) + digits.padEnd(16, '0');

describe('createDecide', () => {
  it('takes a share by the second half of the trace id, as other samplers of OpenTelemetry do', () => {
    const half = createDecide({ kind: 'ratio', ratio: 0.5 }, still);
    expect(['0', '7f', '7fffffffffffffff', '8', 'ff'].map((digits) => half(ending(digits)))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('takes all of them, or none', () => {
    const decide = (ratio: number) => createDecide({ kind: 'ratio', ratio }, still)(ending('ffffffffffffffff'));
    expect([1, 2, 0, -1].map(decide)).toEqual([true, true, false, false]);
    expect(createDecide({ kind: 'ratio', ratio: 0 }, still)(ending('0'))).toBe(false);
  });

  it('takes so many a second', () => {
    let nowMs = 0;
    const decide = createDecide({ kind: 'rate', perSecond: 2 }, () => nowMs);
    const taken = () => [1, 2, 3].map(() => decide(ending('0')));
    expect(taken()).toEqual([true, true, false]);
    nowMs = 500;
    expect(taken()).toEqual([true, false, false]);
    nowMs = 60_000;
    expect(taken()).toEqual([true, true, false]);
  });
});
