import { describe, expect, it } from 'vitest';
import { historyOfPods, MIB, podOf } from '../../../tests/support/usage-history.ts';
import { settle } from './settle.ts';
import type { Proposal } from './types.ts';

const proposal = (fields: Partial<Proposal>): Proposal => ({
  kind: 'proposal',
  reason: [],
  findings: [],
  lacking: [],
  ...fields,
});
const pods = [podOf('a', new Float64Array(10).fill(1))];
const cpu = (request: number, limit?: number) =>
  historyOfPods('cpu', pods, { request, ...(limit === undefined ? {} : { limit }) });
const memory = (request: number, limit: number) =>
  historyOfPods('memory', pods, { request: request * MIB, limit: limit * MIB });

describe('settle', () => {
  it('leaves a request alone within 10 % or 10m', () => {
    expect(settle(proposal({ request: 1.09 }), cpu(1), 0)).toEqual({ request: 1 });
    expect(settle(proposal({ request: 0.029 }), cpu(0.02), 0)).toEqual({ request: 0.02 });
    expect(settle(proposal({ request: 1.2 }), cpu(1), 0)).toEqual({ request: 1.2 });
  });

  it('moves a request below its lower bound, but not for a few thousandths of a core', () => {
    const bounded = (request: number) => proposal({ request, bounds: { lower: request, upper: 2 * request } });
    expect(settle(bounded(0.109), cpu(0.1), 0)).toEqual({ request: 0.109 });
    expect(settle(bounded(0.023), cpu(0.02), 0)).toEqual({ request: 0.02 });
    expect(settle(bounded(101 * MIB), memory(100, 500), 0)).toEqual({ request: 101 * MIB, limit: 500 * MIB });
  });

  it('lowers a loose memory limit with the request, never alone', () => {
    const advised = proposal({ request: 100 * MIB, limit: 120 * MIB });
    expect(settle(advised, memory(400, 400), 0)).toEqual({ request: 100 * MIB, limit: 120 * MIB });
    expect(settle(advised, memory(100, 400), 0)).toEqual({ request: 100 * MIB, limit: 400 * MIB });
  });

  it('only ever raises a CPU limit, and sets none where there is none', () => {
    expect(settle(proposal({ request: 1, limit: 1 }), cpu(1, 4), 0)).toEqual({ request: 1, limit: 4 });
    expect(settle(proposal({ request: 1, limit: 4 }), cpu(1, 2), 3)).toEqual({ request: 1, limit: 4 });
    expect(settle(proposal({ request: 1, limit: 4 }), cpu(1), 3)).toEqual({ request: 1 });
  });

  it('keeps the limit at or above the request', () => {
    expect(settle(proposal({ request: 300 * MIB }), memory(100, 200), 0)).toEqual({
      request: 300 * MIB,
      limit: 300 * MIB,
    });
  });
});
