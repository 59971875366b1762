import type { PageQuery } from './page-query.ts';

type Calendar = Pick<PageQuery, 'timeZone' | 'exclusions' | 'events'>;

/** What is set of the calendar: "Europe/Berlin, 1 exclusion, 2 events". */
export function calendarSummary({ timeZone, exclusions, events }: Calendar): string {
  return [timeZone || 'UTC', counted(exclusions, 'exclusion'), counted(events, 'event')].filter(Boolean).join(', ');
}

/** A list of exclusions with one more stretch, in the notation of the contract. */
export function withExclusion(exclusions: string, fromMs: number, toMs: number): string {
  const stretch = `${writeMoment(fromMs)}/${writeMoment(toMs)}`;
  return exclusions.trim() === '' ? stretch : `${exclusions.trim().replace(/[,;]$/, '')}, ${stretch}`;
}

function writeMoment(ms: number): string {
  return new Date(ms).toISOString().replace(/(:00)?\.000Z$/, 'Z');
}

function counted(list: string, word: string): string {
  const count = list.split(/[,;\n]/).filter((entry) => entry.trim() !== '').length;
  return count === 0 ? '' : `${count} ${word}${count === 1 ? '' : 's'}`;
}
