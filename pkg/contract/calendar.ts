import * as z from 'zod';
import type { CalendarEvent } from '#model/series/events.ts';
import type { Interval } from '#model/series/exclusions.ts';
import { zoneOffsetMs } from '#model/series/time-zone.ts';
import { HeadroomError } from './errors.ts';

const DAY_MS = 86_400_000;
const LONGEST_MS = 366 * DAY_MS;
const MOST_EXCLUSIONS = 100;
const MOST_EVENTS = 500;
const MOST_NAMES = 20;
const LONGEST_NAME = 60;

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2}))?$/i;
const FORM =
  'Write from/to as in RFC 3339, such as 2026-03-01T10:00:00Z/2026-03-01T12:00:00Z, or whole days: 2026-03-01';

/** Name of a time zone; empty: UTC. */
export function timeZoneField() {
  return z
    .string()
    .trim()
    .max(100)
    .superRefine((text, ctx) => {
      if (text !== '' && !isTimeZone(text)) {
        ctx.addIssue(
          `"${text}" is not a time zone. Choose a name of the IANA database, such as Europe/Berlin, or leave it empty for UTC.`
        );
      }
    });
}

/** A list of {@link readExclusions}, kept as text. */
export function exclusionsField() {
  return checkedText((text) => readExclusions(text, 'UTC'));
}

/** A list of {@link readEvents}, kept as text. */
export function eventsField() {
  return checkedText((text) => readEvents(text, 'UTC'));
}

/**
 * Stretches of time, separated by commas, semicolons or line breaks. Each is `from/to` of RFC 3339 times, of which the
 * end is not part, or of dates, of which it is; a date alone is that day. Days are those of the time zone.
 *
 * @throws HeadroomError `invalid_argument` that names the field
 */
export function readExclusions(text: string, timeZone: string): Interval[] {
  const intervals = entries(text).map((entry) => readInterval('exclusions', entry, timeZone));
  if (intervals.length > MOST_EXCLUSIONS) {
    throw refusal(
      'exclusions',
      `There are ${intervals.length} stretches (limit ${MOST_EXCLUSIONS}). Leave out old ones.`
    );
  }
  return intervals;
}

/**
 * As {@link readExclusions}, each with a name before it: `sale=2026-11-27/2026-11-30, holiday=2026-12-25`. Occurrences
 * of one name are alike.
 *
 * @throws HeadroomError `invalid_argument` that names the field
 */
export function readEvents(text: string, timeZone: string): CalendarEvent[] {
  const events = entries(text).map((entry) => readEvent(entry, timeZone));
  const names = new Set(events.map(({ name }) => name)).size;
  if (events.length > MOST_EVENTS || names > MOST_NAMES) {
    throw refusal(
      'events',
      `There are ${events.length} events with ${names} names (limits ${MOST_EVENTS} and ${MOST_NAMES}). Leave out old ones.`
    );
  }
  return events;
}

function checkedText(read: (text: string) => unknown) {
  return z
    .string()
    .trim()
    .max(40_000)
    .superRefine((text, ctx) => {
      try {
        read(text);
      } catch (thrown) {
        if (!(thrown instanceof HeadroomError)) {
          throw thrown;
        }
        ctx.addIssue(thrown.message);
      }
    });
}

function isTimeZone(text: string): boolean {
  try {
    zoneOffsetMs(text, 0);
    return true;
  } catch {
    return false;
  }
}

function refusal(field: 'exclusions' | 'events', sentence: string): HeadroomError {
  return new HeadroomError('invalid_argument', sentence, { field });
}

function entries(text: string): string[] {
  return text
    .split(/[,;\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function readEvent(entry: string, timeZone: string): CalendarEvent {
  const split = entry.indexOf('=');
  const name = entry.slice(0, Math.max(0, split)).trim();
  if (name === '' || name.length > LONGEST_NAME) {
    throw refusal(
      'events',
      `"${entry}" has no name of at most ${LONGEST_NAME} letters. Write name=from/to, such as sale=2026-11-27/2026-11-30.`
    );
  }
  return { name, ...readInterval('events', entry.slice(split + 1).trim(), timeZone) };
}

function readInterval(field: 'exclusions' | 'events', text: string, timeZone: string): Interval {
  const [from = '', to = from, ...rest] = text.split('/').map((part) => part.trim());
  const start = readMoment(from, timeZone);
  const end = readMoment(to, timeZone);
  if (start === undefined || end === undefined || rest.length > 0) {
    throw refusal(field, `"${text}" is not a stretch of time. ${FORM}.`);
  }
  const lengthMs = end.endMs - start.startMs;
  if (!(lengthMs > 0 && lengthMs <= LONGEST_MS)) {
    throw refusal(field, `"${text}" does not end after its start and within 366 days. ${FORM}.`);
  }
  return { startMs: start.startMs, endMs: end.endMs };
}

/** A moment, or the day of a date; `undefined` when it is neither. */
function readMoment(text: string, timeZone: string): Interval | undefined {
  const [, date, time, offset] = MOMENT.exec(text) ?? [];
  const dayMs = date === undefined ? NaN : Date.parse(`${date}T00:00:00Z`);
  // 30 February is read as 2 March.
  if (date === undefined || Number.isNaN(dayMs) || !new Date(dayMs).toISOString().startsWith(date)) {
    return undefined;
  }
  if (time === undefined || offset === undefined) {
    return { startMs: midnightMs(dayMs, timeZone), endMs: midnightMs(dayMs + DAY_MS, timeZone) };
  }
  const ms = Date.parse(`${date}T${time}${offset.toUpperCase()}`);
  return Number.isNaN(ms) ? undefined : { startMs: ms, endMs: ms };
}

/** When a day starts in a zone; the day is given as if the zone were UTC. */
function midnightMs(dayMs: number, timeZone: string): number {
  const guess = dayMs - zoneOffsetMs(timeZone, dayMs);
  return dayMs - zoneOffsetMs(timeZone, guess);
}
