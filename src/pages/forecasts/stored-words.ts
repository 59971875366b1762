import type { StoredBreachJson, StoredForecastJson } from '#contract/stored-forecast.ts';
import { type BreachKind, breachDates, formatChance, type Moment } from '../../shared/forecast/breach-words.ts';
import { formatAway } from '../../shared/forecast/dates.ts';

/** A breach in a table: what is said first, what beside it, and how it looks. */
export interface BreachCell {
  readonly text: string;
  readonly detail?: string | undefined;
  readonly look: 'already' | 'likely' | 'unlikely' | 'none';
}

const ALREADY: Record<BreachKind, string> = { full: 'Full now', 'at-capacity': 'At capacity now', below: 'Below now' };

/** The series that breaches first: "in 4–6 days, 90% likely", its name and dates beside it. */
export function breachCell(breach: StoredBreachJson | undefined, kind: BreachKind, moment: Moment): BreachCell {
  const worst = breach?.worst;
  if (worst === undefined) {
    return { text: breach?.reason ?? (breach?.withoutCapacity ? 'No capacity' : '–'), look: 'none' };
  }
  const { state, probability, name } = worst;
  if (state === 'already') {
    return { text: ALREADY[kind], detail: name, look: state };
  }
  if (state === 'unlikely') {
    return { text: `Unlikely (${formatChance(probability)} chance)`, detail: name, look: state };
  }
  return likelyCell(worst, moment);
}

function likelyCell(worst: NonNullable<StoredBreachJson['worst']>, moment: Moment): BreachCell {
  const { earliestMs, latestMs, probability, name } = worst;
  const dates = breachDates({ ...worst, notices: [] }, moment);
  const away =
    earliestMs === null ? 'within the horizon' : formatAway(earliestMs, latestMs ?? earliestMs, moment.nowMs);
  return {
    text: `${away}, ${formatChance(probability)} likely`,
    detail: dates === undefined ? name : `${name}, ${dates}`,
    look: 'likely',
  };
}

/** What a lost answer means for the reader. */
export const LOST_TEXT =
  'Its model answers dashboards and alert rules until it is trained anew, which happens by itself. The log of the engine tells more.';

/** How the training stands, in a few words. */
export function stateText({ state, progress }: Pick<StoredForecastJson, 'state' | 'progress'>): string {
  if (progress !== undefined) {
    return progress.total === 0 ? 'Waiting to train' : `Training ${progress.done} of ${progress.total}`;
  }
  return { pending: 'Not trained yet', ready: 'Ready', failed: 'Training failed' }[state];
}

/** Whether the state is about to change by itself. */
export function isBusy({ state, progress, lost }: Pick<StoredForecastJson, 'state' | 'progress' | 'lost'>): boolean {
  return progress !== undefined || state === 'pending' || (lost === true && state === 'ready');
}
