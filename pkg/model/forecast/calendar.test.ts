import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CalendarEvent } from '../series/events.ts';
import { zoneOffsetMs } from '../series/time-zone.ts';
import { seededRandom } from '../stats/random.ts';
import { forecast } from './forecast.ts';
import type { Forecast, ForecastRequest } from './types.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BERLIN = 'Europe/Berlin';
const at = (text: string): number => Date.parse(text);

const mustForecast = (request: ForecastRequest): Forecast => {
  const outcome = forecast(request);
  if (outcome.kind !== 'forecast') {
    throw new Error(outcome.reason);
  }
  return outcome;
};

/** Load of an office from 9 to 17 o'clock on the walls of Berlin, as means of the hours that end then. */
const office = (timeMs: number): number => {
  const local = ((timeMs + zoneOffsetMs(BERLIN, timeMs - 1)) / HOUR) % 24;
  return local > 9 && local <= 17 ? 100 : 10;
};
const request = (
  start: string,
  count: number,
  value: (timeMs: number, i: number) => number,
  more: Partial<ForecastRequest> = {}
): ForecastRequest => ({
  series: {
    startMs: at(start),
    stepMs: HOUR,
    values: Float64Array.from({ length: count }, (_, i) => value(at(start) + i * HOUR, i)),
  },
  horizon: 72,
  levels: [80, 95],
  model: 'auto',
  seed: 1,
  ...more,
});
const noise = (seed: number, count: number): Float64Array => {
  const random = seededRandom(seed);
  return Float64Array.from({ length: count }, () => random.normal());
};

describe('forecast by the wall clock', () => {
  // In 2026 the clocks of Berlin went forward on 29 March and back on 25 October, both at 01:00 UTC.
  it.each([
    ['spring, the change to come', '2026-03-01T00:00Z', 24 * 27],
    ['spring, the change a day ago', '2026-03-01T00:00Z', 24 * 29 + 12],
    ['autumn, the change to come', '2026-10-01T00:00Z', 24 * 23],
    ['autumn, the change a day ago', '2026-10-01T00:00Z', 24 * 26 + 12],
    ['autumn, within the hour that comes twice', '2026-10-01T00:00Z', 24 * 24 + 1],
  ])('keeps the daily profile at its local hours: %s', (_, start, count) => {
    const random = noise(7, count);
    const asked = request(start, count, (timeMs, i) => office(timeMs) + random[i]!, { timeZone: BERLIN });
    const { startMs, mean, bands, notices } = mustForecast(asked);
    expect(startMs).toBe(at(start) + count * HOUR);
    expect(mean.length).toBe(72);
    expect(bands.every(({ lower, upper }) => lower.length === 72 && upper.length === 72)).toBe(true);
    mean.forEach((value, step) => expect(Math.abs(value - office(startMs + step * HOUR))).toBeLessThan(15));
    expect(notices).toContain('Seasons follow the wall clock of Europe/Berlin.');
    expect(notices.join()).not.toContain('missing');
    const { timeZone: _zone, ...fixed } = asked;
    const error = (path: Float64Array): number =>
      path.reduce((sum, value, step) => sum + Math.abs(value - office(startMs + step * HOUR)), 0);
    expect(error(mustForecast(fixed).mean)).toBeGreaterThan(1.2 * error(mean));
  });

  it('keeps a width where the forecast repeats the hour that comes twice', () => {
    const random = noise(8, 577);
    const { bands, uncertainty } = mustForecast(
      request('2026-10-01T00:00Z', 577, (timeMs, i) => office(timeMs) + random[i]!, { timeZone: BERLIN })
    );
    expect(bands[0]!.upper[0]! - bands[0]!.lower[0]!).toBeGreaterThan(0.1);
    expect(uncertainty.quantiles[uncertainty.probabilities.length - 1]! - uncertainty.quantiles[0]!).toBeGreaterThan(1);
  });

  it('tells times of the history in UTC', () => {
    const asked = request('2026-10-10T00:00Z', 600, (timeMs, i) => (i >= 597 ? NaN : office(timeMs)), {
      timeZone: BERLIN,
    });
    const newest = new Date(asked.series.startMs + 596 * HOUR).toISOString().slice(0, 16).replace('T', ' ');
    expect(mustForecast(asked).notices.join(' ')).toContain(`The newest sample is from ${newest} UTC`);
  });

  it('is the plain forecast for UTC and for empty lists', () => {
    const asked = request('2026-10-01T00:00Z', 400, office);
    expect(forecast({ ...asked, timeZone: 'UTC', exclusions: [], events: [] })).toEqual(forecast(asked));
  });

  it('refuses an unknown zone by name', () => {
    expect(() => forecast(request('2026-10-01T00:00Z', 400, office, { timeZone: 'Mars/Olympus' }))).toThrow(
      'timeZone: "Mars/Olympus" is not a name of the IANA time zone database.'
    );
  });
});

describe('forecast without excluded stretches', () => {
  const random = noise(9, 720);
  const calm = (timeMs: number, i: number): number => office(timeMs) + 3 * random[i]!;
  const from = at('2026-06-01T00:00Z');
  const incident = { startMs: from + 500 * HOUR, endMs: from + 530 * HOUR };
  const within = (timeMs: number): boolean => timeMs > incident.startMs && timeMs <= incident.endMs;
  const exclusions = [incident];

  it('gives the very numbers that any other incident would give', () => {
    const mild = mustForecast(request('2026-06-01T00:00Z', 720, calm, { exclusions }));
    const bad = mustForecast(
      request('2026-06-01T00:00Z', 720, (timeMs, i) => (within(timeMs) ? 4_000 : calm(timeMs, i)), { exclusions })
    );
    expect(bad).toEqual(mild);
    expect(bad.notices).toContain('30 samples are excluded from the training window.');
  });

  it('has about the level and the bands of a history without the incident', () => {
    const clean = mustForecast(request('2026-06-01T00:00Z', 720, calm));
    const spoilt = (timeMs: number, i: number): number => (within(timeMs) ? 4_000 : calm(timeMs, i));
    const excluded = mustForecast(request('2026-06-01T00:00Z', 720, spoilt, { exclusions }));
    const habit = mustForecast(request('2026-06-01T00:00Z', 720, spoilt));
    const width = ({ bands }: Forecast): number =>
      bands[1]!.upper.reduce((sum, upper, step) => sum + upper - bands[1]!.lower[step]!, 0) / 72;
    const distance = ({ mean }: Forecast): number =>
      mean.reduce((sum, value, step) => sum + Math.abs(value - clean.mean[step]!), 0) / 72;
    expect(distance(excluded)).toBeLessThan(2);
    expect(width(excluded) / width(clean)).toBeGreaterThan(0.7);
    expect(width(excluded) / width(clean)).toBeLessThan(1.4);
    expect(width(habit) / width(clean)).toBeGreaterThan(1.5);
  });

  it('says when nothing or everything is excluded', () => {
    const elsewhere = [{ startMs: 0, endMs: DAY }];
    expect(mustForecast(request('2026-06-01T00:00Z', 720, calm, { exclusions: elsewhere })).notices).toContain(
      'No sample of the training window is excluded: it holds none of the excluded stretches.'
    );
    const all = forecast(request('2026-06-01T00:00Z', 9, calm, { exclusions: [{ startMs: 0, endMs: 1e14 }] }));
    expect(all).toMatchObject({ kind: 'no-data' });
    expect(all.kind !== 'forecast' && all.reason).toContain('9 samples are excluded');
  });
});

describe('forecast with events', () => {
  const start = '2026-05-01T00:00Z';
  const sales: CalendarEvent[] = [10, 24, 37, 50].map((day) => ({
    name: 'sale',
    startMs: at(start) + day * DAY,
    endMs: at(start) + (day + 1) * DAY,
  }));
  const isSale = (timeMs: number): boolean => sales.some((one) => timeMs > one.startMs && timeMs <= one.endMs);
  const random = noise(10, 24 * 50);
  const shop = (timeMs: number, i: number): number => office(timeMs) + (isSale(timeMs) ? 200 : 0) + random[i]!;
  const asked = request(start, 24 * 50, shop, { events: sales, timeZone: BERLIN });

  it('predicts the effect of the next one from the mean of the past ones', () => {
    const { startMs, mean, bands, notices } = mustForecast(asked);
    const plain = mustForecast({ ...asked, events: [] });
    mean.forEach((value, step) => {
      const timeMs = startMs + step * HOUR;
      // Three past sales are believed by three quarters.
      expect(Math.abs(value - office(timeMs) - (isSale(timeMs) ? 150 : 0))).toBeLessThan(25);
      expect(bands[0]!.lower[step]! <= value && value <= bands[0]!.upper[step]!).toBe(true);
    });
    expect(Math.max(...plain.mean.subarray(0, 25))).toBeLessThan(180);
    expect(notices.join(' ')).toContain('sale (3 past, 1 ahead)');
    expect(notices.join(' ')).not.toContain('missing');
  });

  it('moves what the breach distribution draws from, within the bounds', () => {
    const { uncertainty, mean } = mustForecast({ ...asked, bounds: { lower: 0, upper: 230 } });
    const { probabilities, quantiles } = uncertainty;
    const median = (step: number): number => quantiles[step * probabilities.length + probabilities.indexOf(0.5)]!;
    expect(median(13) - median(37)).toBeGreaterThan(100);
    expect(quantiles.every((value) => value >= 0 && value <= 230)).toBe(true);
    expect(Math.max(...mean)).toBe(230);
  });

  it('says what it knows nothing of', () => {
    const events = sales.slice(3).map((one) => ({ ...one, name: 'launch' }));
    expect(mustForecast({ ...asked, events }).notices.join(' ')).toContain('Nothing is known of launch');
    expect(mustForecast({ ...asked, events: [{ name: 'x', startMs: 0, endMs: 1 }] }).notices).toContain(
      'No event lies in the training window or the horizon.'
    );
  });
});

describe('forecast by any calendar', () => {
  const values = noise(11, 500).map((value, i) => 50 + 20 * Math.sin((2 * Math.PI * i) / 24) + value);
  const origin = at('2026-10-10T00:00Z');
  const interval = fc
    .tuple(fc.integer({ min: -50, max: 600 }), fc.integer({ min: 1, max: 60 }))
    .map(([from, hours]) => ({ startMs: origin + from * HOUR, endMs: origin + (from + hours) * HOUR }));
  const event = fc.tuple(interval, fc.constantFrom('a', 'b')).map(([span, name]) => ({ ...span, name }));
  const calendar = fc.record({
    timeZone: fc.constantFrom('UTC', BERLIN, 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'),
    exclusions: fc.array(interval, { maxLength: 3 }),
    events: fc.array(event, { maxLength: 5 }),
  });

  it('is finite, ordered, within bounds, and moves with scale and offset', () => {
    fc.assert(
      fc.property(calendar, fc.integer({ min: 1, max: 80 }), fc.integer({ min: 60, max: 500 }), (asked, horizon, n) => {
        const make = (scale: number, offset: number) =>
          forecast({
            ...asked,
            series: {
              startMs: origin,
              stepMs: HOUR,
              values: values.subarray(0, n).map((value) => scale * value + offset),
            },
            horizon,
            levels: [80, 95],
            bounds: { lower: offset, upper: 90 * scale + offset },
            model: 'fourier-ar',
            seed: 1,
          });
        const [plain, moved] = [make(1, 0), make(1_000, -5_000)];
        expect(moved.kind).toBe(plain.kind);
        if (plain.kind === 'forecast' && moved.kind === 'forecast') {
          expectSound(plain, horizon);
          moved.mean.forEach((value, step) => expect(value).toBeCloseTo(1_000 * plain.mean[step]! - 5_000, 4));
        }
      }),
      { numRuns: 150, endOnFailure: true }
    );
  });
});

function expectSound({ mean, bands }: Forecast, horizon: number): void {
  const [narrow, wide] = bands;
  expect(mean.length).toBe(horizon);
  for (let step = 0; step < horizon; step++) {
    const path = [
      0,
      wide!.lower[step]!,
      narrow!.lower[step]!,
      mean[step]!,
      narrow!.upper[step]!,
      wide!.upper[step]!,
      90,
    ];
    expect(path.every((value, i) => Number.isFinite(value) && (i === 0 || value >= path[i - 1]!))).toBe(true);
  }
}
