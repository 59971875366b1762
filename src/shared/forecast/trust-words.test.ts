import { describe, expect, it } from 'vitest';
import type { TrustJson } from '#contract/rest.ts';
import { modelName, trustFacts, trustGrade, trustWarning } from './trust-words.ts';

const trust = (measured: number | null, gain: number | null, backtestOrigins = 5): TrustJson => ({
  model: 'fourier-ar',
  reason: 'It errs least.',
  mase: 0.8,
  gainOverSeasonalNaive: gain,
  coverage: [
    { level: 80, measured },
    { level: 95, measured: 0.95 },
  ],
  backtestOrigins,
  quality: { points: 100, missing: 0, seasons: [24] },
});

describe('trustGrade', () => {
  it.each([
    ['good', 0.79, 0.31],
    ['fair', 0.79, 0.01],
    ['fair', 0.67, 0.31],
    ['weak', 0.5, 0.31],
    ['untested', null, 0.31],
  ] as const)('is %s for a coverage of %s and a gain of %s', (grade, coverage, gain) => {
    expect(trustGrade(trust(coverage, gain))).toBe(grade);
  });

  it('looks at the narrowest band where there is none of 80%', () => {
    const chosen = {
      ...trust(0.79, 0.31),
      coverage: [
        { level: 99, measured: 0.98 },
        { level: 60, measured: 0.58 },
      ],
    };
    expect([trustGrade(chosen), trustFacts(chosen)[0]]).toEqual(['good', '60% band covered 58%']);
  });

  it('is untested without a backtest', () => {
    expect(trustGrade(trust(0.8, 0.3, 0))).toBe('untested');
  });
});

describe('trustFacts', () => {
  it('states what was measured', () => {
    expect(trustFacts(trust(0.79, 0.31))).toEqual(['80% band covered 79%', '31% better than seasonal naive']);
    expect(trustFacts(trust(0.79, null))[1]).toBe('no better than seasonal naive');
    expect(trustFacts(trust(null, null))).toEqual(['history too short for a backtest']);
  });
});

describe('coverage since the training', () => {
  type Band = NonNullable<TrustJson['since']>['coverage'][number];
  const since = (measured: number, verdict: Band['verdict'], samples = 143, level = 80): TrustJson => ({
    ...trust(0.79, 0.31),
    since: { sinceMs: 0, coverage: [{ level, measured, samples, verdict }] },
  });

  it('stands beside that of the backtest', () => {
    expect(trustFacts(since(0.82, 'as-promised'))[0]).toBe(
      '80% band covered 79% in backtest, 82% of 143 samples since'
    );
    expect(trustFacts(since(1, 'as-promised', 1))[0]).toContain('100% of 1 sample since');
    expect(trustFacts({ ...since(0.82, 'as-promised'), backtestOrigins: 0 })).toEqual([
      'history too short for a backtest',
      '80% band covered 82% of 143 samples since',
    ]);
  });

  it.each([
    ['good', 0.82, 'as-promised'],
    ['fair', 0.68, 'too-narrow'],
    ['weak', 0.6, 'too-narrow'],
    ['good', 0.6, 'as-promised'],
    ['good', 0.97, 'too-wide'],
  ] as const)('makes the grade %s at %s, %s', (grade, measured, verdict) => {
    expect(trustGrade(since(measured, verdict))).toBe(grade);
  });

  it('is put into words when chance does not explain it', () => {
    expect(trustWarning(since(0.82, 'as-promised'))).toBeUndefined();
    expect(trustWarning(trust(0.79, 0.31))).toBeUndefined();
    expect(trustWarning(since(0.6, 'too-narrow'))).toEqual({
      text: 'The 80% band has held 60% of 143 samples since training: too few to be chance. It is being widened; do not rely on it yet.',
      isBad: true,
    });
    expect(trustWarning(since(0.97, 'too-wide', 200, 95))?.text).toContain('The 95% band has held 97% of 200 samples');
  });
});

describe('modelName', () => {
  it('falls back to the id of a model that it does not know', () => {
    expect(modelName('fourier-ar')).toBe('Fourier + AR');
    expect(modelName('newest')).toBe('newest');
  });
});
