import { describe, expect, it } from 'vitest';
import type { TrustJson } from '#contract/rest.ts';
import { modelName, trustFacts, trustGrade } from './trust-words.ts';

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

  it('is untested without a backtest', () => {
    expect(trustGrade(trust(0.8, 0.3, 0))).toBe('untested');
  });
});

describe('trustFacts', () => {
  it('states what was measured', () => {
    expect(trustFacts(trust(0.79, 0.31))).toEqual(['80 % band covered 79 %', '31 % better than seasonal naive']);
    expect(trustFacts(trust(0.79, null))[1]).toBe('no better than seasonal naive');
    expect(trustFacts(trust(null, null))).toEqual(['history too short for a backtest']);
  });
});

describe('modelName', () => {
  it('falls back to the id of a model that it does not know', () => {
    expect(modelName('fourier-ar')).toBe('Fourier + AR');
    expect(modelName('newest')).toBe('newest');
  });
});
