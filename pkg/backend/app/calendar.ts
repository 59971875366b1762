import { readEvents, readExclusions } from '#contract/calendar.ts';
import type { HeadroomQuery } from '#contract/query.ts';
import type { ForecastRequest } from '#model/forecast/types.ts';

/** The fields of a query that say something of the calendar; missing ones are as good as empty. */
export type CalendarFields = Partial<Pick<HeadroomQuery, 'timeZone' | 'exclusions' | 'events'>>;

/** The fields that are given, so that a signal without any has the name that it had before there were calendars. */
export function givenCalendar({ timeZone = '', exclusions = '', events = '' }: CalendarFields): CalendarFields {
  return {
    ...(timeZone === '' ? {} : { timeZone }),
    ...(exclusions === '' ? {} : { exclusions }),
    ...(events === '' ? {} : { events }),
  };
}

/** What the fields ask of the model; days are those of the time zone. */
export function toCalendar(fields: CalendarFields): Pick<ForecastRequest, 'timeZone' | 'exclusions' | 'events'> {
  const { timeZone, exclusions, events } = givenCalendar(fields);
  const zone = timeZone ?? 'UTC';
  return {
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(exclusions === undefined ? {} : { exclusions: readExclusions(exclusions, zone) }),
    ...(events === undefined ? {} : { events: readEvents(events, zone) }),
  };
}
