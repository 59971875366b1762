import { describe, expect, it } from 'vitest';
import { countBands, judgeCoverage, sinceTraining, startRecord } from './live-coverage.ts';

const count = (level: number, samples: number, inside: number, changes: number) => ({
  level,
  samples,
  inside,
  changes,
  lastInside: true,
});

describe('judgeCoverage', () => {
  // Reference: exact binomial tails of Python's fractions; 143 values at 80 %: P(X ≤ 101) = 0.0048, P(X ≤ 102) = 0.0082.
  it.each([
    [count(80, 143, 101, 65), 'too-narrow'],
    [count(80, 143, 102, 65), 'as-promised'],
    [count(80, 143, 117, 45), 'as-promised'],
    [count(80, 143, 134, 20), 'too-wide'],
    [count(80, 4, 0, 0), 'too-narrow'],
    [count(80, 2, 1, 1), 'as-promised'],
    [count(80, 143, 143, 0), 'as-promised'],
    [count(95, 1_000, 920, 150), 'too-narrow'],
  ] as const)('says of %o: %s', (one, verdict) => {
    expect(judgeCoverage(one)).toBe(verdict);
  });

  it('takes misses in one row for fewer than as many apart', () => {
    expect(judgeCoverage(count(80, 100, 68, 44))).toBe('too-narrow');
    expect(judgeCoverage(count(80, 100, 68, 2))).toBe('as-promised');
    expect(judgeCoverage(count(95, 90, 23, 1))).toBe('too-narrow');
  });
});

describe('the record', () => {
  const bands = [{ level: 80 }, { level: 95 }];
  const fill = (values: number, start = startRecord(7)) => {
    let record = start;
    for (let i = 0; i < values; i++) {
      record = countBands(record, bands, [i % 5 !== 0, true], 99 + i);
    }
    return record;
  };

  it('has nothing to say before the first value', () => {
    expect(sinceTraining(startRecord(7), [80])).toBeUndefined();
    expect(sinceTraining(fill(3), [70])).toBeUndefined();
  });

  it('counts since the training, then the last 500 to 1,000 values', () => {
    expect(sinceTraining(fill(1_000), [80])).toMatchObject({
      sinceMs: 7,
      coverage: [{ samples: 1_000, measured: 0.8 }],
    });
    const { sinceMs, coverage } = sinceTraining(fill(1_001), [80, 95])!;
    expect([sinceMs, ...coverage.map(({ samples }) => samples)]).toEqual([599, 501, 501]);
  });

  it('goes on with a level that stays, and begins with one that is new', () => {
    const record = countBands(fill(10), [{ level: 80 }, { level: 70 }], [false, true], 200);
    expect(sinceTraining(record, [70, 80, 95])?.coverage.map(({ level, samples }) => [level, samples])).toEqual([
      [70, 1],
      [80, 11],
    ]);
  });
});
