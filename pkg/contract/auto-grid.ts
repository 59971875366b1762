const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Points of history that suffice when the step is finer than five minutes: as many as 30 days have at 5m. */
const FINE_TRAINING_POINTS = 8_640;

/** Points of a habit that suffice when the step is finer than two minutes: as many as two weeks have at 1m. */
const FINE_HISTORY_POINTS = 20_160;

/** The step that "auto" stands for, by how far ahead a query looks. All in milliseconds. */
export function autoStep(horizonMs: number): number {
  if (horizonMs <= 12 * HOUR) {
    return 5 * MINUTE;
  }
  if (horizonMs <= 7 * DAY) {
    return HOUR;
  }
  return horizonMs <= 30 * DAY ? DAY : 7 * DAY;
}

/** The training window that "auto" stands for, by the step. All in milliseconds. */
export function autoTrainingWindow(stepMs: number): number {
  if (stepMs <= HOUR) {
    return Math.min(30 * DAY, FINE_TRAINING_POINTS * stepMs);
  }
  return stepMs <= DAY ? 180 * DAY : 730 * DAY;
}

/**
 * The history that "auto" stands for where a series is compared with its own past: four weeks tell what belongs to a
 * weekday. All in milliseconds.
 */
export function autoHistory(stepMs: number): number {
  return Math.min(28 * DAY, FINE_HISTORY_POINTS * stepMs);
}
