import type { TrustJson } from '#contract/rest.ts';

/** How far a forecast has earned trust. */
export type TrustGrade = 'good' | 'fair' | 'weak' | 'untested';

/** What the grade looks at; of one series, or of several in one. */
export type TrustMeasures = Pick<TrustJson, 'coverage' | 'gainOverSeasonalNaive' | 'backtestOrigins' | 'since'>;

/** The band that the grade looks at, in percent; where it is not among the bands, the narrowest of them. */
const USUAL_LEVEL = 80;
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
  'global-ridge': 'Global ridge',
  theta: 'Theta',
  ets: 'ETS',
  mstl: 'MSTL',
  arima: 'ARIMA',
  ensemble: 'Ensemble',
};

/**
 * Good: the bands hold what they promise and the model clearly beats seasonal naive. Fair: the bands hold roughly.
 * Weak: they do not. Untested: the history was too short for a backtest. Values since the training that are too often
 * outside for chance lower the grade.
 */
export function trustGrade(trust: TrustMeasures): TrustGrade {
  const grade = backtestGrade(trust);
  const since = sinceOf(trust);
  if (since?.verdict !== 'too-narrow') {
    return grade;
  }
  const error = since.level - 100 * since.measured;
  return grade === 'weak' || error > FAIR_COVERAGE_ERROR ? 'weak' : 'fair';
}

function backtestGrade(trust: TrustMeasures): TrustGrade {
  const measured = coverageOf(trust);
  if (measured === undefined || trust.backtestOrigins === 0) {
    return 'untested';
  }
  const error = Math.abs(100 * measured - gradedLevel(trust));
  const beatsNaive = (trust.gainOverSeasonalNaive ?? 0) >= USEFUL_GAIN;
  if (error <= GOOD_COVERAGE_ERROR && beatsNaive) {
    return 'good';
  }
  return error <= FAIR_COVERAGE_ERROR ? 'fair' : 'weak';
}

/** The facts behind the grade, such as "80% band covered 79%" and "31% better than seasonal naive". */
export function trustFacts(trust: TrustMeasures): string[] {
  const measured = coverageOf(trust);
  const since = sinceOf(trust);
  if (measured === undefined || trust.backtestOrigins === 0) {
    const soFar = since === undefined ? [] : [`${gradedLevel(trust)}% band covered ${shareSince(since)}`];
    return ['history too short for a backtest', ...soFar];
  }
  const inBacktest = `${gradedLevel(trust)}% band covered ${percent(measured)}`;
  const coverage = since === undefined ? inBacktest : `${inBacktest} in backtest, ${shareSince(since)}`;
  return [coverage, gainFact(trust.gainOverSeasonalNaive)];
}

/**
 * A sentence when more or fewer values have been inside a band since the training than chance explains; the graded
 * band's where it is off, else the first that is.
 */
export function trustWarning(trust: TrustMeasures): { text: string; isBad: boolean } | undefined {
  const off = (trust.since?.coverage ?? []).filter(({ verdict }) => verdict !== 'as-promised');
  const band = off.find(({ level }) => level === gradedLevel(trust)) ?? off[0];
  if (band === undefined) {
    return undefined;
  }
  const { level, measured, samples, verdict } = band;
  const held = `The ${level}% band has held ${percent(measured)} of ${samples} samples since training`;
  return verdict === 'too-narrow'
    ? { text: `${held}: too few to be chance. It is being widened; do not rely on it yet.`, isBad: true }
    : { text: `${held}: more than it promises. It is wider than need be, and is being narrowed.`, isBad: false };
}

function shareSince({ measured, samples }: BandSince): string {
  return `${percent(measured)} of ${samples} ${samples === 1 ? 'sample' : 'samples'} since`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}

type BandSince = NonNullable<TrustJson['since']>['coverage'][number];

function sinceOf(trust: TrustMeasures): BandSince | undefined {
  return trust.since?.coverage.find(({ level }) => level === gradedLevel(trust));
}

function gradedLevel({ coverage }: TrustMeasures): number {
  const levels = coverage.map(({ level }) => level);
  return levels.includes(USUAL_LEVEL) || levels.length === 0 ? USUAL_LEVEL : Math.min(...levels);
}

function gainFact(gain: number | null): string {
  if (gain === null || gain < 0.005) {
    return 'no better than seasonal naive';
  }
  return gain > 0.99 ? 'over 99% better than seasonal naive' : `${Math.round(100 * gain)}% better than seasonal naive`;
}

/** A model's name for people. */
export function modelName(id: string): string {
  return MODEL_NAMES[id] ?? id;
}

function coverageOf(trust: TrustMeasures): number | undefined {
  return trust.coverage.find(({ level }) => level === gradedLevel(trust))?.measured ?? undefined;
}
