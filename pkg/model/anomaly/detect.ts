import { timeAt } from '../series/regular-series.ts';
import { calibrate } from './calibrate.ts';
import { decide, type Run } from './decide.ts';
import { explain } from './explain.ts';
import { naturalFloor } from './natural-floor.ts';
import { calendarSeasons, clockShifts, prepare } from './prepare.ts';
import { score } from './score.ts';
import {
  DEFAULT_POLICY,
  DETECTORS,
  SEVERITIES,
  type Anomaly,
  type Baseline,
  type Calibrated,
  type DetectOutcome,
  type DetectRequest,
  type Policy,
} from './types.ts';

const DEFAULT_LEVELS = [95, 99];

/** The policy of a request: defaults where it says nothing. */
export function policyOf(request: Partial<Policy>): Policy {
  const chosen = Object.keys(DEFAULT_POLICY).flatMap((key) => {
    const value = request[key as keyof Policy];
    return value === undefined ? [] : [[key, value] as const];
  });
  return { ...DEFAULT_POLICY, ...Object.fromEntries(chosen) };
}

/**
 * Finds anomalies in one series: scores every sample by its past, calibrates the scores, decides. Causal throughout:
 * what is said of a sample never changes when later samples come. Constant, sparse and short series give zeros or an
 * outcome that says why not, never NaN in a score.
 *
 * @throws RangeError for an unknown time zone
 */
export function detect(request: DetectRequest): DetectOutcome {
  const policy = policyOf(request);
  const prepared = prepare(request.series, policy.silences, request.nowMs ?? Infinity);
  if ('kind' in prepared) {
    return prepared;
  }
  const { series, notices } = prepared;
  const timeZone = request.timeZone ?? 'UTC';
  const seasons = request.seasons ?? calendarSeasons(series.stepMs);
  const calibrated = calibrate(
    score(series, {
      detectors: request.detectors ?? DETECTORS,
      seasons,
      levels: request.levels ?? DEFAULT_LEVELS,
      baseline: request.baseline ?? 'seasonal',
      seed: request.seed ?? 1,
      shifts: clockShifts(series, timeZone),
    })
  );
  const { severity, anomalous, runs } = decide(calibrated, policy);
  const baseline = naturalFloor(calibrated.scores.baseline, series.values);
  return {
    kind: 'detection',
    startMs: series.startMs,
    stepMs: series.stepMs,
    baseline,
    score: calibrated.score,
    suspicion: calibrated.suspicion,
    severity,
    anomalous,
    anomalies: runs.map((run) => toAnomaly(calibrated, baseline, run, seasons, timeZone)),
    seasons,
    notices,
  };
}

function toAnomaly(
  calibrated: Calibrated,
  baseline: Baseline,
  run: Run,
  seasons: readonly number[],
  timeZone: string
): Anomaly {
  const { scores } = calibrated;
  return {
    startMs: timeAt(scores, run.from),
    endMs: timeAt(scores, run.to),
    isOpen: run.isOpen,
    severity: SEVERITIES[run.severity - 1]!,
    direction: run.direction < 0 ? 'down' : 'up',
    peak: {
      timeMs: timeAt(scores, run.peak),
      value: scores.values[run.peak]!,
      expected: baseline.expected[run.peak]!,
      score: calibrated.score[run.peak]!,
    },
    evidence: explain(scores, run.peak, seasons, timeZone),
  };
}
