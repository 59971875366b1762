import { binomialCdf } from '../stats/binomial.ts';
import type { CoverageVerdict, SinceTraining } from './types.ts';

/** How a band has done on values that came after its training. */
export interface LevelCount {
  /** Nominal coverage in percent. */
  readonly level: number;
  readonly samples: number;
  readonly inside: number;
  /** How often a value inside followed one outside, or the other way round. */
  readonly changes: number;
  readonly lastInside: boolean;
}

interface Stretch {
  /** Values after this time, Unix milliseconds, are counted. */
  readonly sinceMs: number;
  readonly levels: readonly LevelCount[];
}

/** Coverage of served bands: of the last 500 to 1,000 values, so that it forgets what is long ago. */
export interface CoverageRecord {
  readonly earlier?: Stretch;
  readonly current: Stretch;
}

const STRETCH = 500;
/** By chance alone a verdict of either kind comes once in so many times. */
const SIGNIFICANCE = 0.005;
/** Neighbours that agree more than this are no chance any more, but a band that has failed for good. */
const MOST_CORRELATION = 0.9;

/** A record before the first value. */
export function startRecord(sinceMs: number): CoverageRecord {
  return { current: { sinceMs, levels: [] } };
}

/**
 * The record with one more value; a level that is no longer among the bands is dropped. O(levels).
 *
 * @param inside whether the value lies within each of the bands
 * @param beforeMs time of the value before
 */
export function countBands(
  record: CoverageRecord,
  bands: readonly { readonly level: number }[],
  inside: readonly boolean[],
  beforeMs: number
): CoverageRecord {
  const isFull = record.current.levels.some(({ samples }) => samples >= STRETCH);
  const { earlier, current } = isFull
    ? { earlier: record.current, current: { sinceMs: beforeMs, levels: [] } }
    : record;
  const levels = bands.map(({ level }, i) => countSample(levelOf(current, level) ?? none(level), inside[i]!));
  return { ...(earlier === undefined ? {} : { earlier }), current: { ...current, levels } };
}

function none(level: number): LevelCount {
  return { level, samples: 0, inside: 0, changes: 0, lastInside: true };
}

function countSample({ level, samples, inside, changes, lastInside }: LevelCount, isInside: boolean): LevelCount {
  return {
    level,
    samples: samples + 1,
    inside: inside + (isInside ? 1 : 0),
    changes: changes + (samples > 0 && isInside !== lastInside ? 1 : 0),
    lastInside: isInside,
  };
}

function levelOf(stretch: Stretch | undefined, level: number): LevelCount | undefined {
  return stretch?.levels.find((one) => one.level === level);
}

/** What the record says of some levels; `undefined` before the first value of any of them. */
export function sinceTraining(record: CoverageRecord, levels: readonly number[]): SinceTraining | undefined {
  const { earlier, current } = record;
  const coverage = levels.flatMap((level) => {
    const count = add(levelOf(earlier, level), levelOf(current, level));
    return count === undefined
      ? []
      : [{ level, measured: shareInside(count), samples: count.samples, verdict: judgeCoverage(count) }];
  });
  return coverage.length === 0 ? undefined : { sinceMs: (earlier ?? current).sinceMs, coverage };
}

/** The change between the two, if there was one, is not known and left out. */
function add(earlier: LevelCount | undefined, later: LevelCount | undefined): LevelCount | undefined {
  return earlier === undefined || later === undefined
    ? (later ?? earlier)
    : {
        ...later,
        samples: earlier.samples + later.samples,
        inside: earlier.inside + later.inside,
        changes: earlier.changes + later.changes,
      };
}

function shareInside({ samples, inside }: LevelCount): number {
  return inside / samples;
}

/**
 * Exact binomial test of the share inside against the level, 0.5 % on either side. Misses come in rows, so that values
 * say less than as many independent ones: their number is cut to n · (1 − r) / (1 + r), where r is the correlation of
 * neighbours that the number of changes gives away, at most 0.9.
 */
export function judgeCoverage(count: LevelCount): CoverageVerdict {
  const trials = Math.round(effectiveSamples(count));
  const hits = Math.round(shareInside(count) * trials);
  const promised = count.level / 100;
  if (binomialCdf(hits, trials, promised) < SIGNIFICANCE) {
    return 'too-narrow';
  }
  // A series that does not move lies inside, however narrow the band.
  const isTooMany = count.inside < count.samples && 1 - binomialCdf(hits - 1, trials, promised) < SIGNIFICANCE;
  return isTooMany ? 'too-wide' : 'as-promised';
}

function effectiveSamples(count: LevelCount): number {
  const share = shareInside(count);
  const byChance = 2 * share * (1 - share) * (count.samples - 1);
  if (byChance === 0) {
    return count.samples;
  }
  const correlation = Math.min(Math.max(1 - count.changes / byChance, 0), MOST_CORRELATION);
  return Math.max(1, (count.samples * (1 - correlation)) / (1 + correlation));
}
