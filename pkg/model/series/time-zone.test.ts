import { describe, expect, it } from 'vitest';
import { zoneOffsetMs, zoneOffsets } from './time-zone.ts';

const HOUR = 3_600_000;
const at = (iso: string): number => Date.parse(iso);

describe('zoneOffsetMs', () => {
  // The IANA time zone database, as in force in 2026.
  it.each([
    ['UTC', '2026-07-01T00:00Z', 0],
    ['Europe/Berlin', '2026-07-01T00:00Z', 2],
    ['Europe/Berlin', '2026-12-01T00:00Z', 1],
    ['America/New_York', '2026-12-01T00:00Z', -5],
    ['Asia/Kolkata', '2026-12-01T00:00Z', 5.5],
    ['Pacific/Auckland', '2026-12-01T00:00Z', 13],
    ['Europe/London', '2026-12-01T00:00Z', 0],
  ])('of %s at %s is %f hours', (zone, time, hours) => {
    expect(zoneOffsetMs(zone, at(time))).toBe(hours * HOUR);
  });

  it('refuses an unknown zone', () => {
    expect(() => zoneOffsetMs('Europe/Atlantis', 0)).toThrow(RangeError);
  });
});

describe('zoneOffsets', () => {
  it('finds both changes of a year to the minute', () => {
    expect(zoneOffsets('Europe/Berlin', at('2026-01-01T00:00Z'), at('2027-01-01T00:00Z'))).toEqual([
      { fromMs: at('2026-01-01T00:00Z'), offsetMs: HOUR },
      { fromMs: at('2026-03-29T01:00Z'), offsetMs: 2 * HOUR },
      { fromMs: at('2026-10-25T01:00Z'), offsetMs: HOUR },
    ]);
  });

  it('finds none where there is none', () => {
    expect(zoneOffsets('UTC', 0, 1e12)).toEqual([{ fromMs: 0, offsetMs: 0 }]);
    expect(zoneOffsets('Asia/Tokyo', at('2026-01-01T00:00Z'), at('2027-01-01T00:00Z'))).toHaveLength(1);
  });
});
