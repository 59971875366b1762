import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixturePods, historyOfPods, killOf, MIB, podOf } from '../../../tests/support/usage-history.ts';
import { krrGrade, krrSimple, krrSimpleLimit } from './krr.ts';
import type { ResourceHistory, Strategy } from './types.ts';

const seed = Number(process.env['HEADROOM_SEED'] ?? randomInt(2 ** 31));

function amounts(strategy: Strategy, history: ResourceHistory) {
  const answer = strategy.propose(history);
  return answer.kind === 'proposal' ? [answer.request, answer.limit] : answer.kind;
}

describe('KRR on a fixed history', () => {
  // numpy 2: nanpercentile(95) of the pods 0.9574 and 0.83995, (66) 0.66492, (96) 0.96852; largest memory 326.4 MiB.
  const memory = fixturePods('memory');

  it('simple: P95 and no limit; largest use and 15 %', () => {
    expect(amounts(krrSimple, historyOfPods('cpu', fixturePods('cpu')))).toEqual([0.958, 'none']);
    expect(amounts(krrSimple, historyOfPods('memory', memory))).toEqual([376 * MIB, 376 * MIB]);
  });

  it('simple_limit: P66 and P96', () => {
    expect(amounts(krrSimpleLimit, historyOfPods('cpu', fixturePods('cpu')))).toEqual([0.665, 0.969]);
  });

  it('goes 25 % above the limit at a kill', () => {
    const killed = historyOfPods('memory', memory, { oomKills: [killOf('a', 1, 400 * MIB)] });
    expect(amounts(krrSimple, killed)).toEqual([500 * MIB, 500 * MIB]);
  });

  it('has floors of 10m and 100 MiB', () => {
    const small = [podOf('a', new Float64Array(200).fill(1e-4))];
    expect(amounts(krrSimple, historyOfPods('cpu', small))).toEqual([0.01, 'none']);
    expect(amounts(krrSimple, historyOfPods('memory', small))).toEqual([100 * MIB, 100 * MIB]);
  });

  it('tells no data, not enough data and no advice apart', () => {
    expect(amounts(krrSimple, historyOfPods('cpu', []))).toBe('no data');
    expect(amounts(krrSimple, historyOfPods('cpu', [podOf('a', new Float64Array(99))]))).toBe('not enough data');
    expect(amounts(krrSimple, historyOfPods('cpu', fixturePods('cpu'), { autoscaled: true }))).toBe('no advice');
  });

  it('looks at the last 336 hours', () => {
    const [steps, old] = [336 * 12, 50];
    const values = Float64Array.from({ length: steps + old }, (_, i) => (i < old ? 9 : 0.5));
    expect(
      amounts(
        krrSimple,
        historyOfPods('memory', [
          podOf(
            'a',
            values.map((value) => value * 1024 * MIB)
          ),
        ])
      )
    ).toEqual([589 * MIB, 589 * MIB]);
  });

  it('grades by the absolute difference', () => {
    expect([0.05, 0.1, 0.25, 0.5].map((cores) => krrGrade('cpu', 1, 1 + cores))).toEqual([0, 1, 2, 3]);
    expect([99, 100, 250, 500].map((mib) => krrGrade('memory', 600 * MIB, (600 - mib) * MIB))).toEqual([0, 1, 2, 3]);
  });
});

/** The same advice by counting: the percentile is where a straight line through the ranks crosses. */
function recompute(history: ResourceHistory, share: number): number {
  const perPod = history.pods.map(({ series }) => {
    const known = [...series.values].filter((value) => value === value).sort((a, b) => a - b);
    const rank = share * (known.length - 1);
    const [low, high] = [Math.trunc(rank), Math.ceil(rank)];
    return known[low]! * (1 - (rank - low)) + known[high]! * (rank - low);
  });
  return Math.max(...perPod.filter((value) => value === value));
}

describe(`KRR against a recomputation, HEADROOM_SEED=${seed}`, () => {
  const pod = fc.array(
    fc.oneof({ weight: 9, arbitrary: fc.double({ min: 0, max: 4, noNaN: true }) }, fc.constant(NaN)),
    // Of which 100 are known, whatever is drawn: fewer are "not enough data".
    { minLength: 250, maxLength: 400 }
  );
  const pods = fc.array(pod, { minLength: 1, maxLength: 4 });

  it('agrees on CPU and memory of random histories', () => {
    fc.assert(
      fc.property(pods, fc.option(fc.integer({ min: 50, max: 9_000 })), (drawn, limit) => {
        const cpu = historyOfPods(
          'cpu',
          drawn.map((values, i) => podOf(`p${i}`, values))
        );
        const ceil = (value: number, unit: number) => Math.ceil(value / unit - 1e-9) * unit;
        const [request, none] = amounts(krrSimple, cpu) as [number, string];
        expect(request).toBeCloseTo(Math.max(0.01, ceil(recompute(cpu, 0.95), 0.001)), 9);
        expect(none).toBe('none');
        const [lower, upper] = amounts(krrSimpleLimit, cpu) as [number, number];
        expect(lower).toBeCloseTo(Math.max(0.01, ceil(recompute(cpu, 0.66), 0.001)), 9);
        expect(upper).toBeCloseTo(Math.max(0.01, ceil(recompute(cpu, 0.96), 0.001)), 9);

        const inBytes = drawn.map((values, i) =>
          podOf(
            `p${i}`,
            values.map((value) => value * 1024 * MIB)
          )
        );
        const kills = limit === null ? [] : [killOf('p0', 0, limit * MIB), killOf('p0', 0)];
        const memory = historyOfPods('memory', inBytes, { oomKills: kills });
        const needed = Math.max(1.15 * recompute(memory, 1), 1.25 * (limit ?? 0) * MIB, 100 * MIB);
        expect(amounts(krrSimple, memory)).toEqual([ceil(needed, MIB), ceil(needed, MIB)]);
      }),
      { seed, numRuns: 100 }
    );
  });
});
