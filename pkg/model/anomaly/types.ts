import type { Interval } from '../series/exclusions.ts';
import type { RegularSeries } from '../series/regular-series.ts';

/** What looks at a series; every one is causal: its score of a sample knows that sample and those before it. */
export const DETECTORS = [
  'z-score',
  'robust-z',
  'seasonal',
  'adaptive',
  'autoregressive',
  'isolation-forest',
  'level-shift',
  'activity',
  'flatline',
  'record',
  'departure',
] as const;
export type DetectorName = (typeof DETECTORS)[number];

/** Severities, mildest first. */
export const SEVERITIES = ['info', 'warning', 'critical', 'emergency'] as const;
export type Severity = (typeof SEVERITIES)[number];

/**
 * For each severity the false alarms that a series without any anomaly may be expected to raise in a month (30 days) at
 * that severity or above. Falls, or stays equal, from info to emergency; 0 turns a severity off.
 */
export type Sensitivity = Readonly<Record<Severity, number>>;

/** Which side of the expected value may be anomalous. */
export type Direction = 'up' | 'down' | 'both';

/** What becomes an anomaly and what does not: the third step, which changes no score. */
export interface Policy {
  readonly sensitivity: Sensitivity;
  /** The mildest severity that opens an anomaly. */
  readonly threshold: Severity;
  readonly direction: Direction;
  /** Smallest distance from the expected value, in the unit of the series; 0: any. */
  readonly minDeviation: number;
  /** Smallest distance as a fraction of the expected value's size, 0.1 being 10 %; 0: any. */
  readonly minRelativeDeviation: number;
  /** An anomaly opens once it has lasted so long; 0: with its first sample. */
  readonly minDurationMs: number;
  /**
   * An open anomaly goes on while the score stays above this share of the score that opens one, within (0, 1]; 1 is no
   * hysteresis.
   */
  readonly hysteresis: number;
  /** Stretches without alarms, such as maintenance. They are not learned either. */
  readonly silences: readonly Interval[];
  /**
   * Stretches that a person called normal: no alarm there, nor later for a sample that deviates in the same direction and
   * is no farther off or no rarer than those.
   */
  readonly accepted: readonly Interval[];
}

/** How to look at one series. */
export interface DetectRequest extends Partial<Policy> {
  readonly series: RegularSeries;
  /** Default: all. */
  readonly detectors?: readonly DetectorName[];
  /** IANA name of the zone whose wall clock the seasons and explanations follow; without it UTC. */
  readonly timeZone?: string;
  /** Season lengths in steps, shortest first. Default: day and week; each is used once it has proved better than none. */
  readonly seasons?: readonly number[];
  /** Coverage of the bands in percent, each within (0, 100). Default 95 and 99. */
  readonly levels?: readonly number[];
  /** What the answer's baseline shows and deviations are measured from; no detector depends on it. Default `seasonal`. */
  readonly baseline?: BaselineKind;
  /** Latest time that a sample may have, Unix milliseconds: later ones come from a wrong clock and are left out. */
  readonly nowMs?: number;
  /** Seed of the isolation forest. Default 1. */
  readonly seed?: number;
}

/** How to look at several series of one thing together, such as the metrics of a machine. */
export interface DetectTogetherRequest extends Omit<DetectRequest, 'series' | 'levels' | 'baseline'> {
  /** All with the same start, step and length. */
  readonly series: readonly RegularSeries[];
}

/**
 * What is expected and how wide the bands are: habit and the quantiles of what it left over; rolling mean and standard
 * deviations; rolling median and median absolute deviations; rolling median and percentiles.
 */
export const BASELINES = ['seasonal', 'mean', 'median', 'percentiles'] as const;
export type BaselineKind = (typeof BASELINES)[number];

/** An interval around the expected value; lower ≤ expected ≤ upper, NaN where there is no expectation yet. */
export interface BaselineBand {
  /** Nominal coverage in percent. */
  readonly level: number;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** The value expected at each sample from those before it, in the unit of the series; NaN while nothing is known. */
export interface Baseline {
  readonly expected: Float64Array;
  /** One a requested level, widest last. */
  readonly bands: readonly BaselineBand[];
  /** Robust standard deviation of the value around the expected one; NaN while nothing is known. */
  readonly scale: Float64Array;
}

/** Step 1: how far each sample is from what its past lets expect, one array a detector. */
export interface Scores {
  readonly startMs: number;
  readonly stepMs: number;
  readonly values: Float64Array;
  readonly baseline: Baseline;
  /**
   * Raw scores ≥ 0 in about robust standard deviations, comparable within one detector only. 0 at gaps and while there
   * is too little history.
   */
  readonly raw: ReadonlyMap<DetectorName, Float64Array>;
}

/** Step 2: how rare each sample is. */
export interface Calibrated {
  readonly scores: Scores;
  /** Probability of a sample at least as odd in this series while all is well, within (0, 1]; 1 at gaps. */
  readonly tail: Float64Array;
  /**
   * 0–100, comparable across series and steps: 100 · L / (L + 4) with L = −log10(tail). 50 is one sample in 10,000, 67
   * one in 100 million. 0 at gaps.
   */
  readonly score: Float64Array;
  /**
   * 0–100, for putting moments in order, of one series or of many, not for thresholds in false alarms. Below 50: how far
   * from usual the series is, fading over some 20 samples after it is back. 50 and above: something new and rare begins
   * here; what goes on falls below 50 again. 0 at gaps.
   */
  readonly suspicion: Float64Array;
}

/** One reason for an anomaly. */
export interface Evidence {
  readonly detector: DetectorName;
  /** The detector's raw score at the anomaly's peak. */
  readonly raw: number;
  /** For people, such as "4.2 robust standard deviations above the usual value for Tuesday 14:00". */
  readonly sentence: string;
}

/** A stretch of samples that belong to one anomaly. */
export interface Anomaly {
  /** Time of its first sample, Unix milliseconds. */
  readonly startMs: number;
  /** Time of its last sample so far. */
  readonly endMs: number;
  /** Whether the series ends within it. */
  readonly isOpen: boolean;
  readonly severity: Severity;
  readonly direction: 'up' | 'down';
  readonly peak: {
    readonly timeMs: number;
    readonly value: number;
    readonly expected: number;
    readonly score: number;
  };
  /** The detectors that see it, strongest first. */
  readonly evidence: readonly Evidence[];
}

/** The answer: one value a sample in every array, and the anomalies that they make. */
export interface Detection {
  readonly kind: 'detection';
  readonly startMs: number;
  readonly stepMs: number;
  readonly baseline: Baseline;
  /** Calibrated score, 0–100: what thresholds are compared with. */
  readonly score: Float64Array;
  /** For putting moments in order, see {@link Calibrated.suspicion}. */
  readonly suspicion: Float64Array;
  /**
   * Index into {@link SEVERITIES} plus one; 0: none. What the score alone says, without the policy's gates; but within an
   * anomaly at least the severity that opens one.
   */
  readonly severity: Uint8Array;
  /** −1 below, 1 above what was expected, 0 no anomaly: the decision after every gate. */
  readonly anomalous: Int8Array;
  /** In order of time, not overlapping. */
  readonly anomalies: readonly Anomaly[];
  readonly seasons: readonly number[];
  /** Sentences for people about gaps, short history or dropped samples. */
  readonly notices: readonly string[];
}

/** There is nothing to score, and why: "no data" and "not enough data" are different answers. */
export interface NoDetection {
  readonly kind: 'no-data' | 'not-enough-data';
  /** A sentence for people. */
  readonly reason: string;
}

/** The answer to a {@link DetectRequest}. */
export type DetectOutcome = Detection | NoDetection;

/** The answer to a {@link DetectTogetherRequest}: one score for all series. */
export interface GroupDetection {
  readonly kind: 'detection';
  readonly startMs: number;
  readonly stepMs: number;
  /** Calibrated score, 0–100: what thresholds are compared with. */
  readonly score: Float64Array;
  /** For putting moments in order, see {@link Calibrated.suspicion}. */
  readonly suspicion: Float64Array;
  readonly severity: Uint8Array;
  /** 1 anomalous, 0 not. */
  readonly anomalous: Uint8Array;
  /** At each sample the index of the series that deviates most; −1: none does. */
  readonly loudest: Int16Array;
  readonly notices: readonly string[];
}

export const DEFAULT_POLICY: Policy = {
  sensitivity: { info: 10, warning: 1, critical: 0.1, emergency: 0.01 },
  threshold: 'info',
  direction: 'both',
  minDeviation: 0,
  minRelativeDeviation: 0,
  minDurationMs: 0,
  hysteresis: 0.8,
  silences: [],
  accepted: [],
};
