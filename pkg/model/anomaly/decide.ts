import { log } from '../stats/portable.ts';
import { overlappedIndices, type Interval } from '../series/exclusions.ts';
import { severityOf, severityTails } from './severity.ts';
import { SEVERITIES, type Calibrated, type Policy } from './types.ts';

/** Samples right after a gap that open nothing: what a restart or a failed scrape leaves behind. */
const GRACE = 2;
/** By how much a deviation must exceed one that was accepted. */
const BEYOND_ACCEPTED = 1.05;

/** A run of samples that belong together; indices, both ends included. */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly peak: number;
  readonly severity: number;
  readonly direction: -1 | 1;
  readonly isOpen: boolean;
}

/** What {@link decide} says of every sample, and the runs. */
export interface Decision {
  /** Index into SEVERITIES plus one, by the tail alone; 0: none; in a run at least what opens one. */
  readonly severity: Uint8Array;
  /** −1, 0 or 1 after every gate. */
  readonly anomalous: Int8Array;
  readonly runs: readonly Run[];
}

/**
 * Step 3: which samples are anomalous, in one causal pass that can be repeated with another policy without scoring anew.
 * A sample at least as rare as the threshold's severity, on the side and as far off as the policy asks, opens a run; the
 * run goes on while −log(tail) stays above `hysteresis` of the opening one, and counts from when it has lasted
 * `minDurationMs`. A gap neither ends nor opens a run, nor do the two samples after one open it; a silence ends it. O(n).
 */
export function decide(calibrated: Calibrated, policy: Policy): Decision {
  const { scores, tail } = calibrated;
  const { values } = scores;
  const tails = severityTails(policy.sensitivity, scores.stepMs);
  const severity = new Uint8Array(values.length);
  const anomalous = new Int8Array(values.length);
  const silent = covered(scores, policy.silences);
  const gates = new Gates(calibrated, policy);
  const mildest = SEVERITIES.indexOf(policy.threshold);
  const runs = new Runs(tails[mildest]!, policy, scores.stepMs);
  for (let i = 0; i < values.length; i++) {
    if (silent[i] === 1) {
      runs.close(false);
    } else if (Number.isNaN(values[i]!)) {
      runs.skip();
    } else {
      severity[i] = severityOf(tail[i]!, tails);
      const { passes, direction } = gates.at(i);
      anomalous[i] = runs.push({ index: i, tail: tail[i]!, severity: severity[i]!, direction, passes });
      if (anomalous[i] !== 0) {
        severity[i] = Math.max(severity[i]!, mildest + 1);
      }
    }
  }
  runs.close(true);
  return { severity, anomalous, runs: runs.closed };
}

interface Judged {
  readonly index: number;
  readonly tail: number;
  readonly severity: number;
  readonly direction: -1 | 1;
  /** Whether side, size and acceptance let it count. */
  readonly passes: boolean;
}

/** A run so far, and the tail of its peak. */
type Growing = Omit<Run, 'isOpen'> & { readonly rarest: number };

/** Puts samples together to runs. */
class Runs {
  readonly closed: Run[] = [];
  private readonly opening: number;
  /** −log(tail) above which an open run goes on. */
  private readonly staying: number;
  private readonly shortest: number;
  private run: Growing | undefined;
  private sinceGap = GRACE;

  constructor(opening: number, policy: Policy, stepMs: number) {
    this.opening = opening;
    this.staying = opening > 0 ? -policy.hysteresis * log(opening) : Infinity;
    this.shortest = policy.minDurationMs / stepMs;
  }

  /** The sample's direction if it is anomalous, else 0. */
  push(sample: Judged): -1 | 0 | 1 {
    const opens = sample.passes && sample.tail <= this.opening && this.sinceGap >= GRACE;
    const stays = sample.passes && -log(sample.tail) >= this.staying;
    this.sinceGap++;
    if (!stays) {
      this.close(false);
    }
    if (!opens && this.run === undefined) {
      return 0;
    }
    this.run = extended(this.run, sample);
    return this.isConfirmed() ? sample.direction : 0;
  }

  /** A gap: nothing is known. */
  skip(): void {
    this.sinceGap = 0;
  }

  close(isOpen: boolean): void {
    if (this.run !== undefined && this.isConfirmed()) {
      const { from, to, peak, severity, direction } = this.run;
      this.closed.push({ from, to, peak, severity, direction, isOpen });
    }
    this.run = undefined;
  }

  private isConfirmed(): boolean {
    return this.run !== undefined && this.run.to - this.run.from >= this.shortest;
  }
}

function extended(run: Growing | undefined, { index, tail, severity, direction }: Judged): Growing {
  const {
    from,
    peak,
    rarest,
    severity: most,
    direction: side,
  } = run ?? {
    from: index,
    peak: index,
    rarest: Infinity,
    severity: 0,
    direction,
  };
  const grown = { from, to: index, severity: Math.max(most, severity) };
  return tail < rarest
    ? { ...grown, peak: index, rarest: tail, direction }
    : { ...grown, peak, rarest, direction: side };
}

/** Whether a deviation is on the right side, large enough, and not one that a person called normal. */
class Gates {
  private readonly calibrated: Calibrated;
  private readonly policy: Policy;
  private readonly accepted: Accepted;

  constructor(calibrated: Calibrated, policy: Policy) {
    this.calibrated = calibrated;
    this.policy = policy;
    this.accepted = new Accepted(calibrated, policy.accepted);
  }

  at(index: number): { readonly passes: boolean; readonly direction: -1 | 1 } {
    const { values, baseline } = this.calibrated.scores;
    const expected = baseline.expected[index]!;
    const deviation = values[index]! - expected;
    const direction = deviation < 0 ? -1 : 1;
    const isAccepted = this.accepted.covers(index, deviation);
    return { passes: !isAccepted && isFar(deviation, expected, direction, this.policy), direction };
  }
}

function isFar(deviation: number, expected: number, direction: -1 | 1, policy: Policy): boolean {
  const isRightSide = policy.direction === 'both' || (policy.direction === 'up') === direction > 0;
  const size = Math.abs(deviation);
  // Nothing may be expected yet: then there is no distance to ask for.
  return isRightSide && !(size < policy.minDeviation) && !(size < policy.minRelativeDeviation * Math.abs(expected));
}

/** 1 at the samples that an interval overlaps. */
function covered(series: Calibrated['scores'], intervals: readonly Interval[]): Uint8Array {
  const out = new Uint8Array(series.values.length);
  for (const interval of intervals) {
    const { from, to } = overlappedIndices(series, interval, out.length);
    out.fill(1, from, to);
  }
  return out;
}

/** What a person called normal, as it becomes known while time goes on. */
class Accepted {
  private readonly inside: Uint8Array;
  private readonly tail: Float64Array;
  private readonly up = { farthest: 0, rarest: 1 };
  private readonly down = { farthest: 0, rarest: 1 };

  constructor({ scores, tail }: Calibrated, intervals: readonly Interval[]) {
    this.inside = covered(scores, intervals);
    this.tail = tail;
  }

  covers(index: number, deviation: number): boolean {
    const known = deviation < 0 ? this.down : this.up;
    const size = Math.abs(deviation);
    const tail = this.tail[index]!;
    if (this.inside[index] === 1) {
      known.farthest = Math.max(known.farthest, size);
      known.rarest = Math.min(known.rarest, tail);
      return true;
    }
    return known.farthest > 0 && (size <= BEYOND_ACCEPTED * known.farthest || tail >= known.rarest);
  }
}
