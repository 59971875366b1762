import type { SeriesBreachJson } from '#contract/rest.ts';
import { formatAway, formatDay, formatDays, formatTimes, type TimeZoneName } from './dates.ts';

const DAY = 86_400_000;

/** When and in whose calendar a breach is talked about. */
export interface Moment {
  readonly nowMs: number;
  readonly timeZone: TimeZoneName;
}

/** What a breach means for a signal: a volume gets full, a CPU reaches its capacity, free space falls below it. */
export type BreachKind = 'full' | 'at-capacity' | 'below';

const LIKELY: Record<BreachKind, string> = {
  full: 'Likely full',
  'at-capacity': 'Likely at capacity',
  below: 'Likely below its limit',
};

const UNLIKELY: Record<BreachKind, string> = {
  full: 'Unlikely to fill up',
  'at-capacity': 'Unlikely to reach its capacity',
  below: 'Unlikely to fall below its limit',
};

const ALREADY: Record<BreachKind, string> = {
  full: 'Full now',
  'at-capacity': 'At its capacity now',
  below: 'Below its limit now',
};

/**
 * The dates between which a breach comes with 80 % probability, such as "26–29 Nov": with the time of day when it
 * starts within a day, "from 26 Nov" when its end is beyond the horizon. `undefined` when there are none.
 */
export function breachDates(breach: SeriesBreachJson, { nowMs, timeZone }: Moment): string | undefined {
  const { earliestMs, latestMs } = breach;
  if (typeof earliestMs !== 'number' || breach.state === 'already') {
    return undefined;
  }
  if (typeof latestMs !== 'number') {
    return `from ${formatDay(earliestMs, timeZone)}`;
  }
  const isSoon = earliestMs - nowMs < DAY && latestMs - nowMs < 2 * DAY;
  return isSoon ? formatTimes(earliestMs, latestMs, timeZone) : formatDays(earliestMs, latestMs, timeZone);
}

/** The whole answer as a sentence without a full stop, such as "Likely full 26–29 Nov, in 2–5 days". */
export function breachSentence(breach: SeriesBreachJson, kind: BreachKind, moment: Moment): string | undefined {
  if (breach.state === undefined) {
    return breach.missing?.reason;
  }
  if (breach.state === 'already') {
    return ALREADY[kind];
  }
  const chance = formatChance(breach.probability ?? 0);
  if (breach.state === 'unlikely') {
    return `${UNLIKELY[kind]} (${chance} chance)`;
  }
  const { earliestMs, latestMs } = breach;
  const dates = breachDates(breach, moment);
  if (typeof earliestMs !== 'number' || dates === undefined) {
    return `${LIKELY[kind]} within the horizon (${chance} chance)`;
  }
  const away = formatAway(earliestMs, latestMs ?? earliestMs, moment.nowMs);
  return `${LIKELY[kind]} ${dates}, ${away}${typeof latestMs === 'number' ? '' : ' or later'}`;
}

/** A probability in percent, never a false certainty. */
export function formatChance(probability: number): string {
  const percent = Math.round(100 * probability);
  if (percent === 0) {
    return '<1%';
  }
  return percent === 100 ? '>99%' : `${percent}%`;
}
