import { describe, expect, it } from 'vitest';
import { givenCalendar, toCalendar } from './calendar.ts';

describe('givenCalendar', () => {
  it('leaves out what is empty, so that signals keep their names', () => {
    expect(givenCalendar({})).toEqual({});
    expect(givenCalendar({ timeZone: '', exclusions: '', events: '' })).toEqual({});
    expect(givenCalendar({ timeZone: 'Asia/Tokyo', events: '' })).toEqual({ timeZone: 'Asia/Tokyo' });
  });
});

describe('toCalendar', () => {
  it('asks nothing of the model when nothing is given', () => {
    expect(toCalendar({ timeZone: '', exclusions: '', events: '' })).toEqual({});
  });

  it('lays days out in the time zone', () => {
    const calendar = toCalendar({ timeZone: 'Asia/Tokyo', exclusions: '2026-03-01', events: 'x=2026-03-02' });
    expect(calendar).toEqual({
      timeZone: 'Asia/Tokyo',
      exclusions: [{ startMs: Date.parse('2026-02-28T15:00Z'), endMs: Date.parse('2026-03-01T15:00Z') }],
      events: [{ name: 'x', startMs: Date.parse('2026-03-01T15:00Z'), endMs: Date.parse('2026-03-02T15:00Z') }],
    });
  });

  it('names the field of a stretch that is none in its zone', () => {
    const exclusions = '2026-03-01T20:00Z/2026-03-01';
    expect(() => toCalendar({ exclusions })).not.toThrow();
    expect(() => toCalendar({ timeZone: 'Asia/Tokyo', exclusions })).toThrow('does not end after its start');
  });
});
