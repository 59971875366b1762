import { quantileOfSorted, sortedFinite } from '../stats/quantile.ts';
import { periodogram } from '../stats/spectrum.ts';
import { movingAverage, removeLine } from '../stats/smooth.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Lengths at which people and their schedules repeat. */
const CALENDAR_MS = [HOUR_MS, DAY_MS, 7 * DAY_MS, 365.25 * DAY_MS];

const MIN_CALENDAR_CYCLES = 2;
const MIN_OTHER_CYCLES = 3;
/** Calendar seasons are likely beforehand: their correlation need only stand out from noise. */
const MIN_CALENDAR_CORRELATION = 0.1;
/** By how much a neighbouring period has to be better before a calendar period is taken for chance. */
const NEIGHBOUR_MARGIN = 0.05;
/** Nearer than this, in cycles over the whole series, a second period is only the first one changing its height. */
const MIN_CYCLES_APART = 3;
const MULTIPLE_MARGIN = 0.03;
/** Share of what repeats from one cycle to the next that a fixed profile has to explain. */
const MIN_STEADINESS = 0.1;
const MAX_SEASONS = 3;
const MAX_PEAKS = 4;

interface Season {
  readonly period: number;
  /** Share of the detrended variance that its profile explains. */
  readonly strength: number;
}

/**
 * Season lengths of a series in whole steps, strongest first, at most three; empty when nothing repeats.
 *
 * The calendar's periods (hour, day, week, year) are tried first, shortest first, then the highest peaks of the
 * periodogram of what they leave over. A period counts when the series, freed of its moving average over that period,
 * correlates with itself one period later and has a profile that stays; calendar periods need two cycles and a
 * correlation beyond chance, others three and a strong one. Needs values without gaps. O(n log n).
 *
 * @param values without gaps
 * @param stepMs distance of the values in milliseconds
 */
export function detectSeasons(values: Float64Array, stepMs: number): number[] {
  let rest = removeLine(winsorised(values));
  const found: Season[] = [];
  const accept = (period: number): void => {
    const profile = seasonalComponent(rest, period);
    found.push({ period, strength: variance(profile) });
    rest = rest.map((value, i) => value - profile[i]!);
  };
  for (const period of calendarPeriods(values.length, stepMs)) {
    const shorter = found.at(-1)?.period;
    if (isCalendarSeason(rest, period) && (shorter === undefined || standsOut(rest, period, shorter))) {
      accept(period);
    }
  }
  if (found.length < MAX_SEASONS) {
    const other = strongestOtherPeriod(rest, found);
    if (other !== undefined) {
      accept(other);
    }
  }
  found.sort((a, b) => b.strength - a.strength || a.period - b.period);
  return found.slice(0, MAX_SEASONS).map(({ period }) => period);
}

function calendarPeriods(length: number, stepMs: number): number[] {
  return CALENDAR_MS.map((ms) => Math.round(ms / stepMs)).filter(
    (period, i) => period >= 4 && period * MIN_CALENDAR_CYCLES <= length && CALENDAR_MS[i]! >= 4 * stepMs
  );
}

/** Values cut off at their 0.5 % and 99.5 % quantiles, so that one spike is no season. */
function winsorised(values: Float64Array): Float64Array {
  const sorted = sortedFinite(values);
  const low = quantileOfSorted(sorted, 0.005);
  const high = quantileOfSorted(sorted, 0.995);
  return values.map((value) => Math.min(Math.max(value, low), high));
}

function isCalendarSeason(values: Float64Array, period: number): boolean {
  const detrended = detrend(values, period);
  const own = repeatCorrelation(detrended, period);
  const chance = 2 / Math.sqrt(values.length - period);
  if (!(own > Math.max(MIN_CALENDAR_CORRELATION, chance)) || !isSteady(detrended, period, own)) {
    return false;
  }
  const best = Math.max(averageCorrelation(detrended, period - 1), averageCorrelation(detrended, period + 1));
  return averageCorrelation(detrended, period) > best - NEIGHBOUR_MARGIN;
}

/**
 * Whether what repeats from one cycle to the next is a profile that stays. Values that are held or averaged over a fixed
 * time, such as an hour sampled every ten minutes, make steps: while the series rises or falls, each cycle resembles the
 * last one, but over all cycles the steps cancel out. A profile that always stays explains as much as the correlation.
 */
function isSteady(detrended: Float64Array, period: number, correlation: number): boolean {
  const whole = variance(detrended);
  const cycles = detrended.length / period;
  const byChance = ((1 - correlation) * whole) / cycles;
  return variance(phaseMeans(detrended, period)) - byChance > MIN_STEADINESS * correlation * whole;
}

/** Whether a long season correlates better than the neighbouring multiples of a shorter, slowly changing one. */
function standsOut(values: Float64Array, period: number, shorter: number): boolean {
  const detrended = detrend(values, period);
  const beside = repeatCorrelation(detrended, period - shorter) + repeatCorrelation(detrended, period + shorter);
  return repeatCorrelation(detrended, period) > 0.5 * beside + MULTIPLE_MARGIN;
}

/** Whether a period is only a known one again: a multiple of it, or the known one changing its height slowly. */
function isEcho(period: number, known: number, length: number): boolean {
  const multiple = Math.round(period / known);
  return (
    Math.abs(length / period - length / known) < MIN_CYCLES_APART ||
    (multiple >= 1 && Math.abs(period - multiple * known) <= Math.max(1, 0.1 * known))
  );
}

/** The period that the residual repeats with, calendar or not, or `undefined`. */
function strongestOtherPeriod(values: Float64Array, found: readonly Season[]): number | undefined {
  let best: { period: number; correlation: number } | undefined;
  for (const candidate of peakPeriods(values)) {
    const refined = refine(values, candidate);
    if (found.some(({ period }) => isEcho(refined.period, period, values.length))) {
      continue;
    }
    const enough =
      refined.correlation > 0.35 + refined.period / values.length &&
      isSteady(detrend(values, refined.period), refined.period, refined.correlation);
    if (enough && (best === undefined || refined.correlation > best.correlation + 0.1)) {
      best = refined;
    }
  }
  return best?.period;
}

/** Periods of the highest peaks of the periodogram and their multiples (a spiky cycle peaks at its harmonics). */
function peakPeriods(values: Float64Array): number[] {
  const { size, power } = periodogram(values);
  const highest = Math.floor((size * MIN_OTHER_CYCLES) / values.length);
  const peaks: number[] = [];
  for (let k = highest; k < power.length / 2; k++) {
    if (power[k]! > power[k - 1]! && power[k]! >= power[k + 1]!) {
      peaks.push(k);
    }
  }
  peaks.sort((a, b) => power[b]! - power[a]!);
  const periods = new Set<number>();
  for (const peak of peaks.slice(0, MAX_PEAKS)) {
    for (const multiple of [1, 2, 3]) {
      periods.add(Math.round((multiple * size) / peak));
    }
  }
  return [...periods]
    .filter((period) => period >= 4 && period * MIN_OTHER_CYCLES <= values.length)
    .sort((a, b) => a - b);
}

/** Climbs from a period to the nearest lag that correlates best. */
function refine(values: Float64Array, period: number): { period: number; correlation: number } {
  const detrended = detrend(values, period);
  let lag = period;
  let height = averageCorrelation(detrended, lag);
  for (const direction of [-1, 1]) {
    let next = averageCorrelation(detrended, lag + direction);
    while (next > height && lag + direction >= 3) {
      lag += direction;
      height = next;
      next = averageCorrelation(detrended, lag + direction);
    }
  }
  return { period: lag, correlation: repeatCorrelation(detrended, lag) };
}

function detrend(values: Float64Array, period: number): Float64Array {
  const trend = movingAverage(values, period);
  return values.map((value, i) => value - trend[i]!);
}

/** Mean of the correlations at one, two and three periods, as far as the length allows: sharper than one lag alone. */
function averageCorrelation(values: Float64Array, lag: number): number {
  let sum = 0;
  let count = 0;
  for (let multiple = 1; multiple <= 3 && values.length >= (multiple + 1) * lag; multiple++) {
    sum += repeatCorrelation(values, multiple * lag);
    count++;
  }
  return count === 0 ? -1 : sum / count;
}

/** Correlation of the values with themselves `lag` steps later; 0 when one side is constant. */
function repeatCorrelation(values: Float64Array, lag: number): number {
  let product = 0;
  let early = 0;
  let late = 0;
  for (let i = lag; i < values.length; i++) {
    const a = values[i - lag]!;
    const b = values[i]!;
    product += a * b;
    early += a * a;
    late += b * b;
  }
  const scale = Math.sqrt(early * late);
  return scale > 0 ? product / scale : 0;
}

/** The mean of the detrended values at each phase, laid out over the whole series. */
function seasonalComponent(values: Float64Array, period: number): Float64Array {
  const means = phaseMeans(detrend(values, period), period);
  return values.map((_, i) => means[i % period]!);
}

/** The mean of the values at each phase of a period. */
function phaseMeans(values: Float64Array, period: number): Float64Array {
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  for (let i = 0; i < values.length; i++) {
    sums[i % period]! += values[i]!;
    counts[i % period]!++;
  }
  return sums.map((sum, phase) => sum / counts[phase]!);
}

function variance(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0) / values.length;
}
