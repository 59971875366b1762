import { evidenceText } from '#model/tuning/evidence-text.ts';
import { describe, expect, it } from 'vitest';
import { recommendationOf } from '../../../tests/support/recommendation.ts';
import {
  changeText,
  confidenceText,
  costText,
  leadText,
  noChangeText,
  objectText,
  partText,
  smallSavingsText,
  summaryText,
  totalsOf,
} from './advice-words.ts';

const { target } = recommendationOf();
const FIX = { purpose: 'reliability', cost: { currency: 'USD', before: 5, after: 6, saving: 0, extra: 1 } } as const;

describe('the object', () => {
  it('is named with its namespace, and its part beside it', () => {
    expect(objectText(target)).toBe('shop/web');
    expect(partText(target)).toBe('Deployment, Memory');
    expect(partText({ ...target, container: 'proxy', cluster: 'eu' })).toBe('eu, Deployment, container proxy, Memory');
    expect(objectText({ ...target, namespace: '' })).toBe('web');
    expect(partText({ ...target, kind: 'PersistentVolumeClaim', resource: 'storage' })).toContain('Volume claim');
  });
});

describe('changeText', () => {
  it('names a common unit once', () => {
    expect(changeText({ field: 'cpu request', before: 2, after: 0.8 }, { resource: 'cpu' })).toBe(
      'CPU request 2 → 0.8 cores'
    );
    expect(changeText({ field: 'cpu limit', before: 1, after: 0.5 }, { resource: 'cpu' })).toBe(
      'CPU limit 1 → 0.5 cores'
    );
  });

  it('names units that differ, and what is not set', () => {
    const [mib, gib] = [2 ** 20, 2 ** 30];
    expect(changeText({ field: 'memory request', before: 768 * mib, after: gib }, { resource: 'memory' })).toBe(
      'Memory request 768 MiB → 1 GiB'
    );
    expect(changeText({ field: 'memory limit', after: gib }, { resource: 'memory' })).toBe('Memory limit none → 1 GiB');
    expect(changeText({ field: 'storage request', before: gib, after: 2 * gib }, { resource: 'storage' })).toBe(
      'Volume size 1 → 2 GiB'
    );
  });
});

describe('costText', () => {
  it('tells a saving', () => {
    expect(costText(recommendationOf())).toEqual({ text: '$5.00 a month' });
  });

  it('calls what costs more a reliability fix, never a negative saving', () => {
    expect(costText(recommendationOf(FIX))).toEqual({ text: 'Reliability fix', detail: 'costs $1.00 a month' });
    const free = { ...FIX.cost, extra: 0 };
    expect(costText(recommendationOf({ ...FIX, cost: free })).detail).toBe('costs nothing');
    const cheaper = { ...FIX.cost, extra: 0, saving: 2 };
    expect(costText(recommendationOf({ ...FIX, cost: cheaper })).detail).toBe('and saves $2.00 a month');
  });

  it('has nothing to tell without a change', () => {
    expect(costText(recommendationOf({ outcome: 'no change' })).text).toBe('–');
  });
});

describe('sums', () => {
  const changes = [recommendationOf(), recommendationOf(FIX), recommendationOf({ outcome: 'no data' })];

  it('count changes only', () => {
    expect(totalsOf(changes)).toEqual({
      changes: 2,
      savingPerMonth: 5,
      extraPerMonth: 1,
      reliability: 1,
      currency: 'USD',
    });
  });

  it('are told in one line', () => {
    expect(summaryText(totalsOf(changes))).toBe('2 changes · −$5.00 a month · 1 fixes reliability for $1.00 a month');
    expect(summaryText(totalsOf([]))).toBe('Nothing to change');
    expect(smallSavingsText(9, 1, 'USD', false)).toBe('9 savings below $1.00 a month are not shown.');
    expect(smallSavingsText(1, 0.5, 'USD', true)).toBe('1 saving below $0.50 a month is shown.');
    const many = { changes: 11, savingPerMonth: 96.2, extraPerMonth: 0, reliability: 3, currency: 'USD' };
    expect(summaryText(many)).toBe('11 changes · −$96 a month · 3 fix reliability');
  });
});

describe('leadText', () => {
  it('begins with the use and what is asked for', () => {
    expect(leadText(recommendationOf())).toBe('Uses 512 MiB at its 99th percentile, asks for 2 GiB.');
    const unset = recommendationOf({ changes: [{ field: 'memory request', after: 2 ** 30 }] });
    expect(leadText(unset)).toBe('Uses 512 MiB at its 99th percentile, has no request.');
  });

  it('begins with mishaps where there were any', () => {
    const { evidence } = recommendationOf();
    const kills = [...evidence, { label: 'Kills for lack of memory', value: 5, unit: 'count' } as const];
    expect(leadText(recommendationOf({ evidence: kills }))).toBe(
      'Was killed 5 times for lack of memory; uses 512 MiB at its 99th percentile.'
    );
    const cut = [...evidence, { label: 'Throttled periods', value: 23.4, unit: 'percent' } as const];
    expect(leadText(recommendationOf({ evidence: cut, findings: ['throttled'] }))).toMatch(/^Was throttled in 23% of/);
  });

  it("is the model's headline where nothing was measured, or nothing changes", () => {
    expect(leadText(recommendationOf({ evidence: [] }))).toBe('Memory is over-requested.');
    expect(leadText(recommendationOf({ outcome: 'no change' }))).toBe('Memory is over-requested.');
  });
});

describe('other words', () => {
  it('say why nothing changes', () => {
    const reason = [
      { step: 'headline', sentence: 'Memory cannot be judged yet.' },
      { step: 'data', sentence: 'It has 31 of 100 points.' },
    ];
    expect(noChangeText(recommendationOf({ outcome: 'not enough data', reason }))).toBe('It has 31 of 100 points.');
    expect(noChangeText(recommendationOf({ outcome: 'no change', reason }))).toBe('Memory cannot be judged yet.');
  });

  it('write numbers with their units', () => {
    const text = (value: number, unit: 'cores' | 'bytes' | 'bytes a day' | 'percent' | 'days' | 'count') =>
      evidenceText({ label: '', value, unit });
    expect(text(0.12612, 'cores')).toBe('0.126 cores');
    expect(text(2 ** 29, 'bytes')).toBe('512 MiB');
    expect(text(2 ** 30, 'bytes a day')).toBe('1 GiB a day');
    expect(text(23.456, 'percent')).toBe('23.5%');
    expect(text(13.9757, 'days')).toBe('14 days');
    expect(text(4021, 'count')).toBe('4,021');
    expect(confidenceText(0.86)).toBe('High (86%)');
    expect(confidenceText(0.39)).toBe('Low (39%)');
  });
});
