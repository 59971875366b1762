import { describe, expect, it } from 'vitest';
import { reachOf, withinReach } from './reach.ts';

describe('withinReach', () => {
  it('allows a range beyond the values and one more for every length of the series', () => {
    const guard = withinReach(Float64Array.of(10, 12, 14, 12, 11));
    expect([...guard(Float64Array.of(11, 18, 99, -99))]).toEqual([11, 18, 21, 2]);
  });

  it('goes by the values that count, and by steeper trends when asked to', () => {
    const reach = reachOf(Float64Array.of(10, 12, 99, 12, 11), 8, Uint8Array.of(1, 1, 0, 1, 1));
    expect([reach.least(0), reach.most(0), reach.most(3)]).toEqual([4, 18, 30]);
  });

  it('lets a steady trend go on as long as it likes', () => {
    const ramp = Float64Array.from({ length: 20 }, (_, t) => t);
    const on = Float64Array.from({ length: 500 }, (_, t) => 20 + t);
    expect(withinReach(ramp)(on)).toEqual(on);
  });
});
