import { describe, expect, it } from 'vitest';
import { START_MS } from '../../../tests/support/usage-history.ts';
import { jitter } from '../../../tests/support/workloads.ts';
import { GIB } from './amounts.ts';
import { applyToVolumes } from './apply.ts';
import { recommendVolume } from './recommend-volume.ts';
import type { Volume } from './types.ts';

const HOUR_MS = 3_600_000;
const prices = { currency: 'EUR', cpuCoreHour: 0.03, memoryGibHour: 0.004, storageGibMonth: 0.05 };
const options = { prices, horizonDays: 30, model: 'auto' };

function volumeOf(
  gib: (t: number) => number,
  capacityGib: number,
  more: Partial<Volume> & { hours?: number } = {}
): Volume {
  const { hours = 24 * 21, ...rest } = more;
  const values = Float64Array.from({ length: hours }, (_, t) => gib(t) * GIB);
  return {
    cluster: '',
    namespace: 'shop',
    kind: 'PersistentVolumeClaim',
    name: 'data',
    capacityBytes: capacityGib * GIB,
    usage: { startMs: START_MS, stepMs: HOUR_MS, values },
    expandable: true,
    ...rest,
  };
}

const growing = (t: number): number => 10 + t / 50 + 0.05 * jitter(t);

describe('recommendVolume', () => {
  it('grows a volume that will not suffice, once', () => {
    const volume = volumeOf(growing, 23);
    const advice = recommendVolume(volume, options);
    // 10 GiB and 0.48 GiB a day: 34.5 GiB after 51 days, which fill 85 % of 40.6 GiB.
    expect(advice).toMatchObject({ outcome: 'change', purpose: 'reliability', findings: ['filling'] });
    const after = advice.changes[0]!.after! / GIB;
    expect(after).toBeGreaterThanOrEqual(40);
    expect(after).toBeLessThanOrEqual(48);
    expect(advice.cost.extra).toBeCloseTo((after - 23) * 0.05, 9);
    expect(advice.cost.saving).toBe(0);
    expect(advice.severity).toBe('critical');
    const [applied] = applyToVolumes([volume], [advice]);
    expect(recommendVolume(applied!, options)).toMatchObject({ outcome: 'no change', changes: [] });
  });

  it('leaves what suffices, and says what cannot shrink', () => {
    const advice = recommendVolume(
      volumeOf((t) => 10 + 0.1 * jitter(t), 100),
      options
    );
    expect(advice).toMatchObject({ outcome: 'no change', priority: 0 });
    expect(advice.reason.at(-1)!.sentence).toContain('cannot shrink');
  });

  it('does not extrapolate a volume that is cleaned up again and again', () => {
    const sawtooth = recommendVolume(
      volumeOf((t) => 5 + ((t % 48) / 48) * 10 + 0.05 * jitter(t), 20),
      options
    );
    expect(sawtooth.changes.every(({ after }) => after! < 25 * GIB)).toBe(true);
  });

  it('says when the storage class does not let it grow, or when that is unknown', () => {
    const fixed = recommendVolume(volumeOf(growing, 23, { expandable: false }), options);
    expect(fixed).toMatchObject({ effort: 'high', risk: 'high' });
    const { expandable: _, ...rest } = volumeOf(growing, 23);
    expect(recommendVolume(rest, options).lacking).toHaveLength(1);
  });

  it('tells no data from not enough data', () => {
    expect(
      recommendVolume(
        volumeOf(() => NaN, 10),
        options
      ).outcome
    ).toBe('no data');
    expect(recommendVolume(volumeOf(growing, 10, { hours: 0 }), options).outcome).toBe('no data');
    expect(recommendVolume(volumeOf(growing, 10, { hours: 12 }), options).outcome).toBe('not enough data');
  });

  it('never runs away: unknown capacity, explosive and negative use', () => {
    const explosive = recommendVolume(
      volumeOf((t) => (t < 480 ? 1 : 1 + (t - 480) ** 2), 1),
      options
    );
    expect(explosive.changes[0]!.after! / GIB).toBeLessThan((3 * (1 + 23 ** 2)) / 0.85 + 2);
    const unknown = recommendVolume(
      volumeOf((t) => (t % 9 === 0 ? -1 : 5), 0),
      options
    );
    expect(unknown.changes[0]!.before).toBeUndefined();
    expect(unknown.changes[0]!.after).toBeGreaterThanOrEqual(5 * GIB);
  });
});
