import { exp, log } from '../stats/portable.ts';
import { memoryFor } from './score.ts';
import { QuietTail } from './quiet-tail.ts';
import { TailEstimate } from './tail.ts';
import type { Calibrated, DetectorName, Scores } from './types.ts';

/** Share of a detector's logarithmic score in the two sums. */
interface Weights {
  /** How far away the series is: what lasts as long as the anomaly does. */
  readonly extent: number;
  /** All that may tell that something begins. */
  readonly onset: number;
}

/** Chosen on the benchmark's series, with an eye on halves of them by a hash of their names. */
const WEIGHTS: Readonly<Partial<Record<DetectorName, Weights>>> = {
  'z-score': { extent: 0.3, onset: 0.5 },
  'robust-z': { extent: 0.3, onset: 0.5 },
  seasonal: { extent: 1, onset: 1 },
  adaptive: { extent: 0, onset: 0.5 },
  autoregressive: { extent: 0, onset: 0.25 },
  'isolation-forest': { extent: 0, onset: 0.25 },
  'level-shift': { extent: 0, onset: 0.25 },
  activity: { extent: 0, onset: 0.25 },
};
/** What a record and a flat line add: each is rare by its own tail. */
const RECORD_SHARE = 0.5;

/** The extent fades by this factor a sample, so that what has just been odd is still suspect. */
const FADING = 0.97;
/** Extent at which the standing score is half of its most. */
const HALF_EXTENT = 3;
/** Samples after which the memory of the last event has faded to 1/e, and its share that a new one must exceed. */
const REFRACTORY = 300;
const REMEMBERED = 0.5;
/** Rarity over the remembered one from which on a sample is an onset. */
const ONSET = 1.7;
const HALF_ONSET = 4;
/** By how much rarity beyond what the past can show counts; heavy tails reach far. */
const EXTRAPOLATED = 0.3;
/** Rarity, −log₁₀ of a probability, whose score is 50. */
const HALF_SCORE = 4;
/** A flat line grows rarer with every sample; it is news once. */
const MOST_OF_REST = 3;
/** Departures from habit may raise this share of all false alarms, the other detectors together the rest. */
const DEPARTURE_SHARE = 0.2;
const DEPARTURE_PRICE = log(DEPARTURE_SHARE) / Math.LN10;
const MIXED_PRICE = log(1 - DEPARTURE_SHARE) / Math.LN10;
/** A departure is believed to be at most a hundred times rarer than the past can show: a month tells of no emergency. */
const BEYOND_SHOWN = 2;
/** Before and after a departure that lasts, nothing is learned of what is usual for so long. */
const AWAY_MS = 6 * 3_600_000;
const FEWEST_AWAY = 6;

/** What is within habit may be this rare at most, one sample in some 6,000: other detectors forget what comes weekly. */
const MOST_WITHIN_HABIT = 3.8;

/** Several logarithmic scores made one for each sample. */
export interface Fused {
  readonly extent: Float64Array;
  readonly onset: Float64Array;
  readonly record: Float64Array;
  readonly flatline: Float64Array;
  /** As scored, not its logarithm; absent where habit was not looked at. */
  readonly departure?: Float64Array;
}

/** Weighted sums of ln(1 + raw) over the detectors. */
export function fuse({ raw, values }: Scores): Fused {
  const empty = (): Float64Array => new Float64Array(values.length);
  const fused = { extent: empty(), onset: empty(), record: empty(), flatline: empty() };
  const departure = raw.get('departure');
  for (const [name, scores] of raw) {
    const weights = WEIGHTS[name];
    if (weights !== undefined) {
      addLogarithms(fused, weights, scores);
    } else if (name === 'record') {
      fused.record.set(scores.map((score) => (score > 0 ? log(1 + score) : 0)));
    } else if (name === 'flatline') {
      fused.flatline.set(scores);
    }
  }
  return departure === undefined ? fused : { ...fused, departure };
}

function addLogarithms({ extent, onset }: Fused, weights: Weights, scores: Float64Array): void {
  for (let i = 0; i < scores.length; i++) {
    if (scores[i]! > 0) {
      const size = log(1 + scores[i]!);
      extent[i]! += weights.extent * size;
      onset[i]! += weights.onset * size;
    }
  }
}

/** What {@link rate} says of every sample, see {@link Calibrated}. */
export type Rated = Omit<Calibrated, 'scores'>;

/**
 * Turns fused scores into probabilities by their own past and these into scores, in one causal pass. Where `isKnown` is
 * 0 (a gap) the tail is 1, the score 0, and nothing is learned. O(n log n).
 */
export function rate(
  { extent, onset, record, flatline, departure }: Fused,
  isKnown: Uint8Array,
  stepMs: number
): Rated {
  const memory = memoryFor(stepMs);
  const onsets = new TailEstimate(memory);
  const records = new TailEstimate(memory);
  const habit = departure && new QuietTail(departure, isKnown, memory, awayFor(stepMs));
  const tail = new Float64Array(extent.length).fill(1);
  const score = new Float64Array(extent.length);
  const suspicion = new Float64Array(extent.length);
  const forget = exp(-1 / REFRACTORY);
  let known = 0;
  let standing = 0;
  let remembered = 0;
  for (let i = 0; i < extent.length; i++) {
    standing *= FADING;
    remembered *= forget;
    if (isKnown[i] === 0) {
      continue;
    }
    const moving = onsets.push(onset[i]!) + RECORD_SHARE * records.push(record[i]!);
    const resting = flatlineRarity(flatline[i]!);
    standing = Math.max(standing, extent[i]!);
    const stopsNow = resting > 0 && !(flatline[i - 1]! > 0);
    const rarity = stopsNow ? Math.max(moving, Math.min(resting, MOST_OF_REST)) : moving;
    const news = rarity - REMEMBERED * remembered;
    remembered = Math.max(remembered, rarity);
    const whole = rarityBeside(habit, i, { moving, resting, samples: Math.min(++known, memory) });
    tail[i] = exp(-Math.LN10 * whole);
    score[i] = scoreOf(whole);
    suspicion[i] = toSuspicion(standing, news);
  }
  return { tail, score, suspicion };
}

interface Mixed {
  readonly moving: number;
  readonly resting: number;
  /** What the past can show a rarity by. */
  readonly samples: number;
}

/** The rarity of a sample that either test finds so rare, each with its share of the false alarms. */
function rarityBeside(habit: QuietTail | undefined, index: number, { moving, resting, samples }: Mixed): number {
  if (habit === undefined) {
    return supported(Math.max(moving, resting), samples);
  }
  const departed = Math.min(habit.at(index, resting > 0) + DEPARTURE_PRICE, shownBy(samples) + BEYOND_SHOWN);
  const within = habit.isHabit(index) ? Math.min(moving, MOST_WITHIN_HABIT) : moving;
  const mixed = supported(Math.max(within, resting), samples);
  return Math.max(0, mixed + MIXED_PRICE, departed);
}

/** Samples next to a run of departures that are not learned. */
function awayFor(stepMs: number): number {
  return Math.round(Math.max(AWAY_MS / stepMs, FEWEST_AWAY));
}

/** The score of a rarity, −log₁₀ of a probability: 0 for what is usual, towards 100. */
export function scoreOf(rarity: number): number {
  return (100 * rarity) / (rarity + HALF_SCORE);
}

function toSuspicion(standing: number, news: number): number {
  if (news < ONSET) {
    return (50 * standing) / (standing + HALF_EXTENT);
  }
  return 50 + (50 * news) / (news + HALF_ONSET);
}

function shownBy(samples: number): number {
  return log(Math.max(1, samples / 2)) / Math.LN10;
}

/**
 * A past of n samples shows rarities up to log₁₀(n / 2): the chance to be the greatest of them or the least. What is
 * claimed beyond is extrapolation and counts in part only.
 */
function supported(rarity: number, samples: number): number {
  const shown = shownBy(samples);
  return rarity <= shown ? rarity : shown + EXTRAPOLATED * (rarity - shown);
}

/** −log₁₀ of the tail of a standard normal at the flat line's score, by its leading term z²/2. */
function flatlineRarity(score: number): number {
  return (score * score) / 2 / Math.LN10;
}

/** Step 2: how rare each sample of one series is, from the scores before it alone. */
export function calibrate(scores: Scores): Calibrated {
  const isKnown = Uint8Array.from(scores.values, (value) => (Number.isNaN(value) ? 0 : 1));
  return { scores, ...rate(fuse(scores), isKnown, scores.stepMs) };
}
