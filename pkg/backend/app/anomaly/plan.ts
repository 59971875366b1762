import { autoHistory } from '#contract/auto-grid.ts';
import { formatDuration } from '#contract/duration.ts';
import { HeadroomError } from '#contract/errors.ts';
import type { TimeRange } from '#contract/rest.ts';

/** The grid of a detection. */
export interface DetectPlan {
  readonly stepMs: number;
  /** The whole history, which tells what is usual. The start is that of a day, so that answers of one day agree. */
  readonly startMs: number;
  /** Time of the newest sample. */
  readonly endMs: number;
  /** The part that was asked for. */
  readonly shownFromMs: number;
}

/** Everything of a query that decides its grid, durations in milliseconds. */
export interface PlannedFields {
  readonly step: number | 'auto';
  readonly trainingWindow: number | 'auto';
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const MOST_POINTS = 50_000;
const LEAST_POINTS = 20;

/**
 * Chooses step and history. The end is min(end of range, now) on the grid; the start depends on that day and the
 * window alone, so that neither zooming nor the next evaluation of a rule changes what was said of a sample.
 *
 * @throws HeadroomError `invalid_argument` when step and window do not fit together
 */
export function planDetect(query: PlannedFields, range: TimeRange, nowMs: number): DetectPlan {
  const stepMs = query.step === 'auto' ? autoStep(query.trainingWindow) : query.step;
  const windowMs = query.trainingWindow === 'auto' ? autoHistory(stepMs) : query.trainingWindow;
  const points = Math.floor(windowMs / stepMs);
  if (points > MOST_POINTS || points < LEAST_POINTS) {
    throw new HeadroomError(
      'invalid_argument',
      `The history has ${points} points (from ${LEAST_POINTS} to ${MOST_POINTS} are possible).`,
      { field: 'trainingWindow', remedy: `Choose another history or step than ${formatDuration(stepMs)}.` }
    );
  }
  const endMs = Math.floor(Math.min(range.toMs, nowMs) / stepMs) * stepMs;
  const startMs = Math.floor(Math.floor((endMs - windowMs) / DAY) * (DAY / stepMs)) * stepMs;
  const shownFromMs = Math.max(startMs, Math.ceil(range.fromMs / stepMs) * stepMs);
  return { stepMs, startMs, endMs, shownFromMs: Math.min(shownFromMs, endMs) };
}

function autoStep(windowMs: PlannedFields['trainingWindow']): number {
  if (windowMs === 'auto') {
    return 5 * MINUTE;
  }
  return windowMs <= 4 * DAY ? MINUTE : windowMs <= 30 * DAY ? 5 * MINUTE : 60 * MINUTE;
}
