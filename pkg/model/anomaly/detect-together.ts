import { calendarSeasons, clean, clockShifts, finiteCount, refusal } from './prepare.ts';
import type { RegularSeries } from '../series/regular-series.ts';
import { fuse, rate, type Fused } from './calibrate.ts';
import { decide } from './decide.ts';
import { policyOf } from './detect.ts';
import { CausalForest } from './detectors/forest.ts';
import { memoryFor, score } from './score.ts';
import {
  DETECTORS,
  type Baseline,
  type DetectTogetherRequest,
  type GroupDetection,
  type NoDetection,
  type Scores,
} from './types.ts';
import { log } from '../stats/portable.ts';

/** A series counts as the loudest from this fused score on. */
const AUDIBLE = 1;
/** Weight of the forest over all series beside one series. */
const FOREST_WEIGHT = 1;
/** What has no meaning for several series at once. */
const NO_GATES = { direction: 'both', minDeviation: 0, minRelativeDeviation: 0, accepted: [] } as const;

/**
 * Finds anomalies of one thing that several series describe, such as the metrics of a machine. Every series is scored by
 * itself; of their logarithmic scores the root of the mean square counts, so that one series far off and many slightly
 * off both tell, together with an isolation forest over all values. Then as {@link detect}, with one score. Series
 * without samples count as quiet. Causal. Direction and deviation gates have no meaning here and are not looked at.
 *
 * @throws RangeError when starts, steps or lengths differ, or for an unknown time zone
 */
export function detectTogether(request: DetectTogetherRequest): GroupDetection | NoDetection {
  const [first] = request.series;
  if (first === undefined) {
    return { kind: 'no-data', reason: 'There are no series.' };
  }
  checkAlike(request.series);
  const { startMs, stepMs } = first;
  const policy = policyOf(request);
  const all = request.series.map((one) => clean(one, policy.silences, request.nowMs ?? Infinity).series);
  const refused = refusal(all.reduce((most, { values }) => Math.max(most, finiteCount(values)), 0));
  if (refused !== undefined) {
    return refused;
  }
  const { isKnown, loudest, fused } = fuseAll(all, request);
  const calibrated = rate(fused, isKnown, stepMs);
  const scores = quiet({ startMs, stepMs, values: Float64Array.from(isKnown, (one) => (one === 1 ? 0 : NaN)) });
  const { severity, anomalous } = decide({ scores, ...calibrated }, { ...policy, ...NO_GATES });
  return {
    kind: 'detection',
    startMs,
    stepMs,
    score: calibrated.score,
    suspicion: calibrated.suspicion,
    severity,
    anomalous: Uint8Array.from(anomalous, Math.abs),
    loudest,
    notices: [],
  };
}

function checkAlike(all: readonly RegularSeries[]): void {
  const [first] = all;
  for (const { startMs, stepMs, values } of all) {
    if (startMs !== first?.startMs || stepMs !== first.stepMs || values.length !== first.values.length) {
      throw new RangeError('Series that are looked at together need the same start, step and length.');
    }
  }
}

function fuseAll(all: readonly RegularSeries[], request: DetectTogetherRequest) {
  const [first] = all as [RegularSeries];
  const { stepMs } = first;
  const { detectors = DETECTORS, seasons = calendarSeasons(stepMs), seed = 1, timeZone = 'UTC' } = request;
  const group = new Group(first.values.length);
  const options = {
    // Habit is a series' own; here one score is asked of all together.
    detectors: detectors.filter((name) => name !== 'departure'),
    seasons,
    seed,
    levels: [],
    baseline: 'seasonal' as const,
    shifts: clockShifts(first, timeZone),
  };
  for (const [index, one] of all.entries()) {
    group.add(index, one.values, fuse(score(one, options)));
  }
  if (detectors.includes('isolation-forest')) {
    group.addForest(
      all.map(({ values }) => values),
      memoryFor(stepMs),
      seed
    );
  }
  return { isKnown: group.isKnown, loudest: group.loudest, fused: group.fused() };
}

/** Adds up squares over series. */
class Group {
  readonly isKnown: Uint8Array;
  readonly loudest: Int16Array;
  private readonly sums: Record<'extent' | 'onset' | 'record', Float64Array>;
  private readonly most: Float64Array;
  private members = 0;

  constructor(count: number) {
    this.isKnown = new Uint8Array(count);
    this.loudest = new Int16Array(count).fill(-1);
    this.most = new Float64Array(count).fill(AUDIBLE);
    const empty = (): Float64Array => new Float64Array(count);
    this.sums = { extent: empty(), onset: empty(), record: empty() };
  }

  add(index: number, values: Float64Array, fused: Fused): void {
    this.members++;
    for (let i = 0; i < values.length; i++) {
      if (Number.isNaN(values[i]!)) {
        continue;
      }
      this.isKnown[i] = 1;
      this.sums.extent[i]! += fused.extent[i]! * fused.extent[i]!;
      this.sums.onset[i]! += fused.onset[i]! * fused.onset[i]!;
      this.sums.record[i]! += fused.record[i]! * fused.record[i]!;
      if (fused.onset[i]! > this.most[i]!) {
        this.most[i] = fused.onset[i]!;
        this.loudest[i] = index;
      }
    }
  }

  /** A forest over all values at a time; where one is missing its last one stands in. */
  addForest(all: readonly Float64Array[], memory: number, seed: number): void {
    const forest = new CausalForest(all.length, memory, seed);
    const row = new Float64Array(all.length);
    for (let i = 0; i < this.isKnown.length; i++) {
      all.forEach((values, k) => {
        row[k] = Number.isNaN(values[i]!) ? row[k]! : values[i]!;
      });
      if (this.isKnown[i] === 1) {
        const size = log(1 + forest.push(row));
        this.sums.onset[i]! += FOREST_WEIGHT * size * size;
      }
    }
  }

  /** Roots of the mean squares. One still series does not tell that the thing has stopped. */
  fused(): Fused {
    const root = (sum: Float64Array): Float64Array => sum.map((value) => Math.sqrt(value / this.members));
    const { extent, onset, record } = this.sums;
    return {
      extent: root(extent),
      onset: root(onset),
      record: root(record),
      flatline: new Float64Array(extent.length),
    };
  }
}

/** Scores that say when, and nothing else. */
function quiet(series: Pick<Scores, 'startMs' | 'stepMs' | 'values'>): Scores {
  const nothing = new Float64Array(series.values.length);
  const baseline: Baseline = { expected: nothing, bands: [], scale: nothing };
  return { ...series, baseline, raw: new Map() };
}
