const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Points of history that suffice when the step is finer than five minutes: as many as 30 days have at 5m. */
const FINE_TRAINING_POINTS = 8_640;

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
