import type { TrustJson } from '#contract/rest.ts';

/** How far a forecast has earned trust. */
export type TrustGrade = 'good' | 'fair' | 'weak' | 'untested';

/** What the grade looks at; of one series, or of several in one. */
export type TrustMeasures = Pick<TrustJson, 'coverage' | 'gainOverSeasonalNaive' | 'backtestOrigins'>;

/** The band that the grade looks at, in percent. */
const GRADED_LEVEL = 80;
/** Measured coverage may be this many percent off for a good grade, and this many for a fair one. */
const GOOD_COVERAGE_ERROR = 10;
const FAIR_COVERAGE_ERROR = 15;
/** Less error than seasonal naive that counts as better. */
const USEFUL_GAIN = 0.05;

/** An engine may know more models than this browser: their ids stand for themselves. */
const MODEL_NAMES: Readonly<Record<string, string>> = {
  'seasonal-naive': 'Seasonal naive',
  'fourier-ar': 'Fourier + AR',
  'linear-trend': 'Linear trend',
  'damped-trend': 'Damped trend',
  'curved-trend': 'Curved trend',
  'seasonal-median': 'Seasonal median',
  'lag-regression': 'Lag regression',
  nlinear: 'NLinear',
  theta: 'Theta',
  ets: 'ETS',
  mstl: 'MSTL',
  arima: 'ARIMA',
  ensemble: 'Ensemble',
};

/**
 * Good: the bands hold what they promise and the model clearly beats seasonal naive. Fair: the bands hold roughly.
 * Weak: they do not. Untested: the history was too short for a backtest.
 */
export function trustGrade(trust: TrustMeasures): TrustGrade {
  const measured = coverageOf(trust);
  if (measured === undefined || trust.backtestOrigins === 0) {
    return 'untested';
  }
  const error = Math.abs(100 * measured - GRADED_LEVEL);
  const beatsNaive = (trust.gainOverSeasonalNaive ?? 0) >= USEFUL_GAIN;
  if (error <= GOOD_COVERAGE_ERROR && beatsNaive) {
    return 'good';
  }
  return error <= FAIR_COVERAGE_ERROR ? 'fair' : 'weak';
}

/** The facts behind the grade, such as "80 % band covered 79 %" and "31 % better than seasonal naive". */
export function trustFacts(trust: TrustMeasures): string[] {
  const measured = coverageOf(trust);
  if (measured === undefined || trust.backtestOrigins === 0) {
    return ['history too short for a backtest'];
  }
  return [`${GRADED_LEVEL} % band covered ${Math.round(100 * measured)} %`, gainFact(trust.gainOverSeasonalNaive)];
}

function gainFact(gain: number | null): string {
  if (gain === null || gain < 0.005) {
    return 'no better than seasonal naive';
  }
  return gain > 0.99
    ? 'over 99 % better than seasonal naive'
    : `${Math.round(100 * gain)} % better than seasonal naive`;
}

/** A model's name for people. */
export function modelName(id: string): string {
  return MODEL_NAMES[id] ?? id;
}

function coverageOf(trust: TrustMeasures): number | undefined {
  return trust.coverage.find(({ level }) => level === GRADED_LEVEL)?.measured ?? undefined;
}
