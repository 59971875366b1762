import { describe, expect, it } from 'vitest';
import { summarizeSince } from './summaries.ts';

type Card = Parameters<typeof summarizeSince>[0][number];
type Verdict = NonNullable<Card['since']>['coverage'][number]['verdict'];

const card = (sinceMs: number, measured: number, samples: number, verdict: Verdict): Card => ({
  since: { sinceMs, coverage: [{ level: 80, measured, samples, verdict }] },
});

describe('summarizeSince', () => {
  it('gives the medians, and the verdict of more than half of the series', () => {
    const cards = [
      card(30, 0.5, 90, 'too-narrow'),
      card(10, 0.6, 100, 'too-narrow'),
      card(20, 0.8, 80, 'as-promised'),
      {},
    ];
    expect(summarizeSince(cards, [80, 95])).toEqual({
      sinceMs: 10,
      coverage: [{ level: 80, measured: 0.6, samples: 90, verdict: 'too-narrow' }],
    });
    expect(summarizeSince(cards.slice(1), [80])?.coverage[0]?.verdict).toBe('as-promised');
  });

  it('has nothing to say before the first value, or of other levels', () => {
    expect(summarizeSince([{}], [80])).toBeUndefined();
    expect(summarizeSince([card(0, 1, 1, 'as-promised')], [95])).toBeUndefined();
  });
});
