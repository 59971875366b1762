import { describe, expect, it } from 'vitest';
import { forecast } from '../forecast/forecast.ts';
import type { RegularSeries } from './regular-series.ts';
import { zoneOffsetMs } from './time-zone.ts';
import { byWallClock } from './wall-clock.ts';

const HOUR = 3_600_000;
const BERLIN = 'Europe/Berlin';
/** Load of an office: from 9 to 17 local time, as the means of the hours that end then. */
const office = (timeMs: number): number => {
  const local = ((timeMs + zoneOffsetMs(BERLIN, timeMs - 1)) / HOUR) % 24;
  return local > 9 && local <= 17 ? 100 : 10;
};
const hourly = (start: string, count: number): RegularSeries => {
  const startMs = Date.parse(start);
  return { startMs, stepMs: HOUR, values: Float64Array.from({ length: count }, (_, i) => office(startMs + i * HOUR)) };
};
const future = ({ startMs, values }: RegularSeries, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, step) => office(startMs + (values.length + step) * HOUR));
const predict = (series: RegularSeries, horizon: number): Float64Array => {
  const outcome = forecast({ series, horizon, levels: [80], model: 'seasonal-naive', seed: 1 });
  if (outcome.kind !== 'forecast') {
    throw new Error(outcome.reason);
  }
  return outcome.mean;
};
const predictLocally = (series: RegularSeries, horizon: number): Float64Array => {
  const local = byWallClock(series, BERLIN, horizon);
  return local.toOriginal(predict(local.series, local.horizonFor(horizon)), horizon);
};

describe('byWallClock', () => {
  // In 2026 the clocks of Berlin went forward on 29 March and back on 25 October, both at 01:00 UTC.
  it.each([
    ['spring, with the change to come', '2026-03-15T00:00Z', 24 * 13],
    ['spring, with the change in the history', '2026-03-15T00:00Z', 24 * 14 + 12],
    ['autumn, with the change to come', '2026-10-11T00:00Z', 24 * 13],
    ['autumn, with the change in the history', '2026-10-11T00:00Z', 24 * 14 + 12],
  ])('keeps the daily profile at its local hours: %s', (_, start, count) => {
    const series = hourly(start, count);
    expect([...predictLocally(series, 48)]).toEqual([...future(series, 48)]);
    expect([...predict(series, 48)]).not.toEqual([...future(series, 48)]);
  });

  it('leaves a gap in spring and takes the mean of the hour that comes twice in autumn', () => {
    const count = (start: string): RegularSeries => ({
      startMs: Date.parse(start),
      stepMs: HOUR,
      values: Float64Array.of(1, 2, 3, 4, 5),
    });
    const spring = byWallClock(count('2026-03-29T00:00Z'), BERLIN, 0).series;
    expect([...spring.values]).toEqual([1, 2, NaN, 3, 4, 5]);
    expect(spring.startMs).toBe(Date.parse('2026-03-29T01:00Z'));
    expect([...byWallClock(count('2026-10-25T00:00Z'), BERLIN, 0).series.values]).toEqual([1, 2.5, 4, 5]);
  });

  it('repeats the hour in which the history ends when it comes again', () => {
    const series: RegularSeries = {
      startMs: Date.parse('2026-10-24T23:30Z'),
      stepMs: HOUR / 4,
      values: Float64Array.of(1, 2, 3, 4, 5, 6, 7),
    };
    // The last value ends at 01:00 UTC, 03:00 by the old time: 02:15 to 03:00 come again.
    const local = byWallClock(series, BERLIN, 6);
    expect(local.horizonFor(6)).toBe(2);
    expect([...local.toOriginal(Float64Array.of(100, 101), 6)]).toEqual([4, 5, 6, 7, 100, 101]);
  });

  it('changes nothing for days and for UTC', () => {
    const daily = { startMs: Date.parse('2026-03-01T00:00Z'), stepMs: 24 * HOUR, values: new Float64Array(60).fill(2) };
    expect(byWallClock(daily, BERLIN, 5).series.values).toEqual(daily.values);
    const utc = byWallClock(hourly('2026-03-15T00:00Z', 400), 'UTC', 24);
    expect(utc.series).toEqual(hourly('2026-03-15T00:00Z', 400));
    expect(utc.horizonFor(24)).toBe(24);
  });

  it('copes with an empty series', () => {
    const empty = byWallClock({ startMs: 0, stepMs: HOUR, values: new Float64Array(0) }, BERLIN, 3);
    expect(empty.series.values.length).toBe(0);
    expect(empty.horizonFor(3)).toBe(3);
  });
});
