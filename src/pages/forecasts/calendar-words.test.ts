import { describe, expect, it } from 'vitest';
import { readExclusions } from '#contract/calendar.ts';
import { calendarSummary, withExclusion } from './calendar-words.ts';

describe('calendarSummary', () => {
  it('says what is set', () => {
    expect(calendarSummary({ timeZone: '', exclusions: '', events: '' })).toBe('UTC');
    expect(
      calendarSummary({ timeZone: 'Europe/Berlin', exclusions: '2026-03-01', events: 'a=2026-12-25\nb=2027-01-01,' })
    ).toBe('Europe/Berlin, 1 exclusion, 2 events');
  });
});

describe('withExclusion', () => {
  const from = Date.UTC(2026, 2, 1, 10);
  const to = Date.UTC(2026, 2, 1, 12, 30, 15);

  it('is read back by the contract as the same stretch, after what was there', () => {
    expect(withExclusion('', from, to)).toBe('2026-03-01T10:00Z/2026-03-01T12:30:15Z');
    for (const before of ['2026-02-01', '2026-02-01,', '2026-02-01;\n']) {
      const read = readExclusions(withExclusion(before, from, to), 'UTC');
      expect(read).toHaveLength(2);
      expect(read[1]).toEqual({ startMs: from, endMs: to });
    }
  });
});
