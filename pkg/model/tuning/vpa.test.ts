import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, fixturePods, historyOfPods, killOf, MIB, podOf } from '../../../tests/support/usage-history.ts';
import type { Proposal, ResourceHistory } from './types.ts';
import { vpa } from './vpa.ts';

const seed = Number(process.env['HEADROOM_SEED'] ?? randomInt(2 ** 31));

const propose = (history: ResourceHistory): Proposal => {
  const answer = vpa.propose(history);
  if (answer.kind !== 'proposal') {
    throw new Error(answer.kind);
  }
  return answer;
};

describe('VPA on a fixed history', () => {
  // A recomputation in numpy 2 (bucket edges as an array, bincount, cumsum; written for this test).
  it.each([
    { resource: 'cpu', kills: [], lower: 0.551560654772281, target: 1.0109348249772143, upper: 2.1919226771969584 },
    {
      resource: 'memory',
      kills: [],
      lower: 379451534.09829605,
      target: 410771395.79237765,
      upper: 847310738.9222845,
    },
    {
      resource: 'memory',
      kills: [killOf('a', 1, 300 * MIB)],
      lower: 409899706.9078203,
      target: 511772987.0541512,
      upper: 1055649814.6246144,
    },
  ] as const)('$resource with $kills.length kills', ({ resource, kills, lower, target, upper }) => {
    const history = historyOfPods(resource, fixturePods(resource), { request: 0.5, oomKills: kills });
    const { request, bounds } = propose(history);
    expect(request! / target).toBeCloseTo(1, 9);
    expect(bounds!.lower / lower).toBeCloseTo(1, 9);
    expect(bounds!.upper / upper).toBeCloseTo(1, 9);
  });

  it('has floors of 25m and 250 MiB a pod, shared by its containers', () => {
    const small = [podOf('a', new Float64Array(300).fill(1e-4))];
    expect(propose(historyOfPods('cpu', small)).request).toBe(0.025);
    expect(propose(historyOfPods('memory', small, { containersInPod: 2 })).request).toBe(125 * MIB);
  });

  it('keeps the proportion of limit to request', () => {
    const { request, limit } = propose(historyOfPods('cpu', fixturePods('cpu'), { request: 0.5, limit: 1 }));
    expect(limit).toBeCloseTo(2 * request!, 12);
    expect(propose(historyOfPods('cpu', fixturePods('cpu'), { request: 0.5 })).limit).toBeUndefined();
  });

  it('says no data without samples', () => {
    expect(vpa.propose(historyOfPods('memory', [])).kind).toBe('no data');
  });
});

interface Sample {
  readonly value: number;
  readonly weight: number;
  readonly atMs: number;
}

/** Upper edges of the buckets, grown one by one. */
function edgesFrom(first: number, most: number): number[] {
  const edges = [first];
  for (let width = first * 1.05; edges.at(-1)! <= most; width *= 1.05) {
    edges.push(edges.at(-1)! + width);
  }
  return edges;
}

/** The weighted percentile by sorting samples; each is replaced by the upper edge of its bucket. */
function weightedEdge(samples: readonly Sample[], edges: readonly number[], share: number): number {
  const latest = Math.max(...samples.map(({ atMs }) => atMs));
  const weighed = samples
    .map(({ value, weight, atMs }) => ({
      edge: edges.find((edge) => value < edge) ?? edges.at(-1)!,
      weight: weight * Math.pow(0.5, (latest - atMs) / DAY_MS),
    }))
    .sort((a, b) => a.edge - b.edge);
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  return (weighed.find(({ weight }) => (sum += weight) >= share * total * (1 - 1e-12)) ?? weighed.at(-1)!).edge;
}

function samplesOf({ resource, pods, request }: ResourceHistory): Sample[] {
  return pods.flatMap(({ series: { values, startMs, stepMs } }) => {
    const known = [...values].flatMap((value, i) => (value === value ? [{ value, atMs: startMs + i * stepMs }] : []));
    if (resource === 'cpu') {
      return known.map((one) => ({ ...one, weight: Math.max(0.1, request ?? 0) }));
    }
    const dayOf = (atMs: number): number => Math.floor((atMs - known[0]!.atMs) / DAY_MS);
    return [...new Set(known.map(({ atMs }) => dayOf(atMs)))].map((day) => ({
      value: Math.max(...known.filter(({ atMs }) => dayOf(atMs) === day).map((one) => one.value)),
      weight: 1,
      atMs: known[0]!.atMs + (day + 1) * DAY_MS,
    }));
  });
}

describe(`VPA against a recomputation, HEADROOM_SEED=${seed}`, () => {
  const value = fc.oneof({ weight: 9, arbitrary: fc.double({ min: 0, max: 4, noNaN: true }) }, fc.constant(NaN));
  const pods = fc.array(fc.array(value, { minLength: 300, maxLength: 1_500 }), { minLength: 1, maxLength: 3 });

  it.each(['cpu', 'memory'] as const)('agrees on %s of random histories', (resource) => {
    const unit = resource === 'cpu' ? 1 : 1024 * MIB;
    const edges = resource === 'cpu' ? edgesFrom(0.001, 100) : edgesFrom(1e7, 1e11);
    fc.assert(
      fc.property(pods, fc.double({ min: 0.01, max: 2, noNaN: true }), (drawn, request) => {
        const series = drawn.map((values, i) =>
          podOf(
            `p${i}`,
            values.map((one) => one * unit)
          )
        );
        const history = historyOfPods(resource, series, { request });
        const samples = samplesOf(history);
        const [low, mid, high] = [0.5, 0.9, 0.95].map((share) => 1.15 * weightedEdge(samples, edges, share));
        const times = series.flatMap(({ series: { values, startMs, stepMs } }) =>
          [...values].flatMap((one, i) => (one === one ? [startMs + i * stepMs] : []))
        );
        const days = (Math.max(...times) - Math.min(...times)) / DAY_MS;
        const confidence = Math.min(days, times.length / 1_440);
        const floor = resource === 'cpu' ? 0.025 : 250 * MIB;
        const answer = propose(history);
        const near = (got: number, wanted: number) => expect(got / Math.max(wanted, floor)).toBeCloseTo(1, 8);
        near(answer.request!, mid!);
        near(answer.bounds!.lower, low! * (1 + 0.001 / confidence) ** -2);
        near(answer.bounds!.upper, high! * (1 + 1 / confidence));
      }),
      { seed, numRuns: 60 }
    );
  });
});
