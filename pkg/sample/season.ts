import { DAY, HOUR } from './series.ts';

/** Unix time 0 was a Thursday; this many days later a week begins on Monday. */
const FIRST_MONDAY = 4 * DAY;

/**
 * The course of a day in UTC: a broad peak at `peakHour`, a deeper valley in the night; within about [-1.1, 1.25],
 * mean 0.
 */
export function dayShape(tMs: number, peakHour: number): number {
  const angle = (2 * Math.PI * (tMs - peakHour * HOUR)) / DAY;
  return Math.cos(angle) + 0.25 * Math.cos(2 * angle);
}

/** 0 from Monday to Friday, 1 on Saturday and Sunday (UTC), with transitions of three hours around midnight. */
export function weekendShape(tMs: number): number {
  const sinceMonday = (tMs - FIRST_MONDAY) / DAY;
  const dayOfWeek = sinceMonday - 7 * Math.floor(sinceMonday / 7);
  const width = 3 / 24;
  const into = Math.min(1, Math.max(0, (dayOfWeek - 5) / width + 0.5));
  const outOf = Math.min(1, Math.max(0, (7 - dayOfWeek) / width + 0.5));
  const early = Math.min(1, Math.max(0, 0.5 - dayOfWeek / width));
  return Math.max(Math.min(into, outOf), early);
}

/** When a job runs: every day, or on one weekday (1 is Monday, 7 is Sunday). */
export interface JobTime {
  readonly startHour: number;
  readonly lengthMs: number;
  readonly weekday?: number;
}

/** A job by UTC: 1 while it runs, 0 else, with edges of a tenth of its length. */
export function jobShape(tMs: number, { startHour, lengthMs, weekday }: JobTime): number {
  const period = weekday === undefined ? DAY : 7 * DAY;
  const startMs = startHour * HOUR + (weekday === undefined ? 0 : FIRST_MONDAY + (weekday - 1) * DAY);
  const since = (tMs - startMs) / period;
  const progress = ((since - Math.floor(since)) * period) / lengthMs;
  return Math.min(1, Math.max(0, Math.min(progress, 1 - progress) * 10));
}
