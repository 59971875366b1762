import { autoStep, autoTrainingWindow } from '#contract/auto-grid.ts';
import { formatDuration } from '#contract/duration.ts';
import { HeadroomError } from '#contract/errors.ts';
import type { HeadroomQuery } from '#contract/query.ts';
import type { TimeRange } from '#contract/rest.ts';

const MAX_HORIZON_STEPS = 2_500;
const MAX_TRAINING_POINTS = 20_000;

/** The grid that a query is answered on. All times are Unix milliseconds and multiples of the step. */
export interface ForecastPlan {
  readonly stepMs: number;
  /** The last sample that the model may see. */
  readonly originMs: number;
  readonly trainingStartMs: number;
  readonly horizonSteps: number;
  /** Start of the history to show: never later than the origin. */
  readonly displayStartMs: number;
}

/** Everything of a query that decides its grid. */
export type PlannedFields = Pick<HeadroomQuery, 'horizon' | 'step' | 'trainingWindow'>;

/**
 * Chooses step, origin, training window and horizon. The origin is min(end of range, now) rounded down to the step,
 * so the answer depends neither on the width of the range nor on the dashboard's resolution.
 *
 * @throws HeadroomError `invalid_argument` when step, window and horizon do not fit together
 */
export function planForecast(query: PlannedFields, range: TimeRange, nowMs: number): ForecastPlan {
  const stepMs = query.step === 'auto' ? autoStep(query.horizon) : query.step;
  const windowMs = query.trainingWindow === 'auto' ? autoTrainingWindow(stepMs) : query.trainingWindow;
  const horizonSteps = Math.ceil(query.horizon / stepMs);
  checkSizes(stepMs, windowMs, horizonSteps);
  const floor = (ms: number) => Math.floor(ms / stepMs) * stepMs;
  const originMs = floor(Math.min(range.toMs, nowMs));
  return {
    stepMs,
    originMs,
    trainingStartMs: originMs - floor(windowMs),
    horizonSteps,
    displayStartMs: Math.min(originMs, floor(range.fromMs) + stepMs),
  };
}

function checkSizes(stepMs: number, windowMs: number, horizonSteps: number): void {
  if (horizonSteps > MAX_HORIZON_STEPS) {
    throw new HeadroomError('invalid_argument', `The horizon has ${horizonSteps} steps (limit ${MAX_HORIZON_STEPS}).`, {
      field: 'horizon',
      remedy: `Shorten the horizon or choose a step longer than ${formatDuration(stepMs)}.`,
    });
  }
  const points = Math.floor(windowMs / stepMs);
  if (points > MAX_TRAINING_POINTS) {
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
