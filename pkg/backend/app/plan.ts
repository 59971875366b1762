import { autoStep, autoTrainingWindow } from '#contract/auto-grid.ts';
import { formatDuration } from '#contract/duration.ts';
import { HeadroomError } from '#contract/errors.ts';
import type { HeadroomQuery } from '#contract/query.ts';
import type { TimeRange } from '#contract/rest.ts';
import { requireRange } from './range.ts';

const MAX_HORIZON_STEPS = 2_500;
const MAX_TRAINING_POINTS = 20_000;
/** A range of years at a fine step shows as much history as this and no more. */
const MAX_SHOWN_POINTS = 20_000;

/** The grid that a query is answered on. All times are Unix milliseconds and multiples of the step. */
export interface ForecastPlan {
  readonly stepMs: number;
  /** The last sample that the model may see. */
  readonly originMs: number;
  readonly trainingStartMs: number;
  readonly horizonSteps: number;
  /** Start of the history to show: never later than the origin, nor more than 20,000 points before it. */
  readonly displayStartMs: number;
  /** Whether the range starts before the history to show. */
  readonly displayIsCut: boolean;
}

/** Everything of a query that decides its grid. */
export type PlannedFields = Pick<HeadroomQuery, 'horizon' | 'step' | 'trainingWindow'>;

/**
 * Chooses step, origin, training window and horizon. The origin is min(end of range, now) rounded down to the step,
 * so the answer depends neither on the width of the range nor on the dashboard's resolution.
 *
 * @throws HeadroomError `invalid_argument` when step, window and horizon do not fit together, or the range is none
 */
export function planForecast(query: PlannedFields, range: TimeRange, nowMs: number): ForecastPlan {
  const stepMs = query.step === 'auto' ? autoStep(query.horizon) : query.step;
  const windowMs = query.trainingWindow === 'auto' ? autoTrainingWindow(stepMs) : query.trainingWindow;
  const horizonSteps = Math.ceil(query.horizon / stepMs);
  checkSizes(stepMs, windowMs, horizonSteps);
  requireRange(range);
  const floor = (ms: number) => Math.floor(ms / stepMs) * stepMs;
  const originMs = floor(Math.min(range.toMs, nowMs));
  const wantedStartMs = Math.min(originMs, floor(range.fromMs) + stepMs);
  const displayStartMs = Math.max(wantedStartMs, originMs - (MAX_SHOWN_POINTS - 1) * stepMs);
  return {
    stepMs,
    originMs,
    trainingStartMs: originMs - floor(windowMs),
    horizonSteps,
    displayStartMs,
    displayIsCut: displayStartMs > wantedStartMs,
  };
}

function checkSizes(stepMs: number, windowMs: number, horizonSteps: number): void {
  // Written so that NaN, which a stored query of another version may bring, passes none of these.
  if (!(horizonSteps <= MAX_HORIZON_STEPS)) {
    throw new HeadroomError('invalid_argument', `The horizon has ${horizonSteps} steps (limit ${MAX_HORIZON_STEPS}).`, {
      field: 'horizon',
      remedy: `Shorten the horizon or choose a step longer than ${formatDuration(stepMs)}.`,
    });
  }
  const points = Math.floor(windowMs / stepMs);
  if (!(points <= MAX_TRAINING_POINTS)) {
    throw new HeadroomError(
      'invalid_argument',
      `The training window has ${points} points (limit ${MAX_TRAINING_POINTS}).`,
      {
        field: 'trainingWindow',
        remedy: `Shorten the window or choose a step longer than ${formatDuration(stepMs)}.`,
      }
    );
  }
  if (points < 2) {
    throw new HeadroomError('invalid_argument', 'The training window is shorter than two steps.', {
      field: 'trainingWindow',
      remedy: `Choose a window of at least ${formatDuration(2 * stepMs)}.`,
    });
  }
}
