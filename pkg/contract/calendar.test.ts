import { describe, expect, it } from 'vitest';
import { readEvents, readExclusions } from './calendar.ts';
import { parseQuery } from './parse-query.ts';

const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(text);

describe('readExclusions', () => {
  it('reads times, the end not part of it', () => {
    expect(readExclusions('2026-03-01T10:00:00Z/2026-03-01T13:30+01:00', 'Asia/Tokyo')).toEqual([
      { startMs: at('2026-03-01T10:00Z'), endMs: at('2026-03-01T12:30Z') },
    ]);
  });

  it('reads days of the time zone, the last one included, also those of 23 and 25 hours', () => {
    const days = readExclusions('2026-03-29; 2026-10-25\n2026-07-01 / 2026-07-02,', 'Europe/Berlin');
    expect(days.map(({ startMs, endMs }) => (endMs - startMs) / HOUR)).toEqual([23, 25, 48]);
    expect(days[0]!.startMs).toBe(at('2026-03-28T23:00Z'));
    expect(days[2]!.startMs).toBe(at('2026-06-30T22:00Z'));
    expect(readExclusions('2026-07-01', 'UTC')).toEqual([
      { startMs: at('2026-07-01T00:00Z'), endMs: at('2026-07-02T00:00Z') },
    ]);
  });

  it('reads nothing from an empty text', () => {
    expect(readExclusions(' ', 'UTC')).toEqual([]);
  });
});

describe('readEvents', () => {
  it('reads names before stretches', () => {
    expect(readEvents('Black Friday = 2026-11-27, sale=2026-11-27/2026-11-30', 'UTC')).toEqual([
      { name: 'Black Friday', startMs: at('2026-11-27T00:00Z'), endMs: at('2026-11-28T00:00Z') },
      { name: 'sale', startMs: at('2026-11-27T00:00Z'), endMs: at('2026-12-01T00:00Z') },
    ]);
  });
});

describe('the calendar of a query', () => {
  it.each<[string, string, string]>([
    ['timeZone', 'Mars/Olympus', 'such as Europe/Berlin'],
    ['exclusions', 'yesterday', '"yesterday" is not a stretch of time. Write from/to as in RFC 3339'],
    ['exclusions', '2026-02-30', 'not a stretch of time'],
    ['exclusions', '2026-03-01T10:00:00/2026-03-01T12:00:00', 'not a stretch of time'],
    ['exclusions', '2026-03-01T10:00:00Z', 'does not end after its start'],
    ['exclusions', '2026-03-02/2026-03-01', 'does not end after its start'],
    ['exclusions', '2024-01-01/2026-03-01', 'within 366 days'],
    ['exclusions', '2026-03-01/2026-03-02/2026-03-03', 'not a stretch of time'],
    ['exclusions', '2026-03-01,'.repeat(101), 'limit 100'],
    ['events', '2026-12-25', 'has no name'],
    ['events', '=2026-12-25', 'has no name'],
    ['events', 'x=soon', '"soon" is not a stretch of time'],
    ['events', 'x=2026-12-25,'.repeat(501), 'limits 500 and 20'],
    ['events', Array.from({ length: 21 }, (_, i) => `e${i}=2026-12-25`).join(), 'limits 500 and 20'],
  ])('names the field %s when it is wrong: %s', (field, text, words) => {
    const ask = () => parseQuery({ queryType: 'forecast', expr: 'up', [field]: text });
    expect(ask).toThrow(`The field "${field}" is wrong: `);
    expect(ask).toThrow(expect.objectContaining({ sentence: expect.stringContaining(words) as string }));
  });

  it('stays as it was written', () => {
    const calendar = { timeZone: 'Europe/Berlin', exclusions: '2026-03-01', events: 'x=2026-12-25' };
    expect(parseQuery({ queryType: 'breach', expr: 'up', ...calendar }).query).toMatchObject(calendar);
  });
});
