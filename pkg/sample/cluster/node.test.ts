import { describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '../series.ts';
import { clusterNode, NODE_SPECS } from './node.ts';

const ANCHOR = Date.UTC(2026, 10, 24, 9, 30);

describe('clusterNode', () => {
  it('is rebooted once in the month before the anchor, whatever the seed, and never near it', () => {
    for (let seed = 0; seed < 50; seed++) {
      for (const spec of NODE_SPECS) {
        const node = clusterNode(seed, spec, ANCHOR);
        expect(node.bootIndexAt(ANCHOR) - node.bootIndexAt(ANCHOR - 30 * DAY)).toBe(1);
        expect(ANCHOR - node.bootTime(node.bootIndexAt(ANCHOR))).toBeGreaterThan(6 * 60 * MINUTE);
      }
    }
  });

  it('is down for three minutes, and its session begins when it is back', () => {
    const [spec] = NODE_SPECS;
    if (spec === undefined) {
      throw new Error('no nodes');
    }
    const node = clusterNode(1, spec, ANCHOR);
    const index = node.bootIndexAt(ANCHOR);
    const back = node.bootTime(index);
    expect(node.isRebooting(back - 1)).toBe(true);
    expect(node.isRebooting(back - 3 * MINUTE)).toBe(true);
    expect(node.isRebooting(back - 3 * MINUTE - 1)).toBe(false);
    expect(node.isRebooting(back)).toBe(false);
    expect(node.bootIndexAt(back - 1)).toBe(index - 1);
    expect(node.bootIndexAt(back)).toBe(index);
  });
});
