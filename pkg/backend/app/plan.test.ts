import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeadroomError } from '#contract/errors.ts';
import { planForecast, type PlannedFields } from './plan.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 2, 4, 10, 17, 3);
const ORIGIN = Date.UTC(2026, 2, 4, 10);

const week: PlannedFields = { horizon: 7 * DAY, step: 'auto', trainingWindow: 'auto' };

function refusal(query: PlannedFields, range = { fromMs: NOW - DAY, toMs: NOW }): HeadroomError {
  try {
    planForecast(query, range, NOW);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(HeadroomError);
    return thrown as HeadroomError;
  }
  throw new Error('nothing was refused');
}

describe('planForecast', () => {
  it('plans a week ahead by the hour from the last full hour, on 30 days of history', () => {
    expect(planForecast(week, { fromMs: NOW - 7 * DAY, toMs: NOW + 7 * DAY }, NOW)).toEqual({
      stepMs: HOUR,
      originMs: ORIGIN,
      trainingStartMs: ORIGIN - 30 * DAY,
      horizonSteps: 168,
      displayStartMs: Date.UTC(2026, 1, 25, 11),
      displayIsCut: false,
    });
  });

  it.each([
    [HOUR, 5 * MINUTE, 12],
    [12 * HOUR, 5 * MINUTE, 144],
    [12 * HOUR + 1, HOUR, 13],
    [30 * DAY, DAY, 30],
    [90 * DAY, 7 * DAY, 13],
  ])(
    'takes for a horizon of %i ms the step %i ms and %i steps, which reach the whole of it',
    (horizon, step, steps) => {
      const plan = planForecast({ ...week, horizon }, { fromMs: 0, toMs: NOW }, NOW);
      expect(plan).toMatchObject({ stepMs: step, horizonSteps: steps });
      expect(plan.horizonSteps * plan.stepMs).toBeGreaterThanOrEqual(horizon);
    }
  );

  it('lets neither the width of the range nor an end in the future change origin and training', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 * DAY }), fc.integer({ min: 0, max: 400 * DAY }), (back, ahead) => {
        const { originMs, trainingStartMs } = planForecast(week, { fromMs: NOW - back, toMs: NOW + ahead }, NOW);
        expect([originMs, trainingStartMs]).toEqual([ORIGIN, ORIGIN - 30 * DAY]);
      })
    );
  });

  it('goes back with the end of a range in the past', () => {
    const toMs = Date.UTC(2025, 0, 1, 5, 59, 59, 999);
    expect(planForecast(week, { fromMs: toMs - DAY, toMs }, NOW).originMs).toBe(Date.UTC(2025, 0, 1, 5));
  });

  it('keeps every time a multiple of the step, history before origin, and the display within limits', () => {
    const fields = fc.record({
      horizon: fc.integer({ min: MINUTE, max: 90 * DAY }),
      step: fc.oneof(fc.constant('auto' as const), fc.integer({ min: 1_000, max: 7 * DAY })),
      trainingWindow: fc.oneof(fc.constant('auto' as const), fc.integer({ min: MINUTE, max: 730 * DAY })),
    });
    const range = fc.tuple(fc.integer({ min: 1, max: 2 * NOW }), fc.integer({ min: 0, max: NOW }));
    fc.assert(
      fc.property(fields, range, (query, [toMs, width]) => {
        let plan;
        try {
          plan = planForecast(query, { fromMs: toMs - width, toMs }, NOW);
        } catch (thrown) {
          expect(['horizon', 'trainingWindow']).toContain((thrown as HeadroomError).field);
          return;
        }
        const { stepMs, originMs, trainingStartMs, displayStartMs } = plan;
        expect([originMs, trainingStartMs, displayStartMs].map((ms) => Math.abs(ms % stepMs))).toEqual([0, 0, 0]);
        expect(originMs).toBeLessThanOrEqual(Math.min(toMs, NOW));
        expect(originMs).toBeGreaterThan(Math.min(toMs, NOW) - stepMs);
        expect(trainingStartMs).toBeLessThan(originMs);
        expect(displayStartMs).toBeLessThanOrEqual(originMs);
        expect((originMs - displayStartMs) / stepMs).toBeLessThan(20_000);
      })
    );
  });

  it('shows no more than 20,000 points and says so', () => {
    const query = { ...week, horizon: HOUR, step: MINUTE };
    const edge = ORIGIN + 17 * MINUTE - 19_999 * MINUTE;
    const planFrom = (fromMs: number) => planForecast(query, { fromMs, toMs: NOW }, NOW);
    expect(planFrom(edge - 1)).toMatchObject({ displayStartMs: edge, displayIsCut: false });
    expect(planFrom(edge - MINUTE - 1)).toMatchObject({ displayStartMs: edge, displayIsCut: true });
  });

  it('shows at least the origin when the range begins after it', () => {
    const plan = planForecast(week, { fromMs: NOW + DAY, toMs: NOW + 2 * DAY }, NOW);
    expect(plan).toMatchObject({ displayStartMs: ORIGIN, displayIsCut: false });
  });

  it('allows what just fits', () => {
    const range = { fromMs: NOW - DAY, toMs: NOW };
    const most = { horizon: 2_500 * MINUTE, step: MINUTE, trainingWindow: 20_000 * MINUTE };
    expect(planForecast(most, range, NOW).horizonSteps).toBe(2_500);
    expect(planForecast({ ...most, trainingWindow: 2 * MINUTE }, range, NOW).trainingStartMs).toBe(
      ORIGIN + 15 * MINUTE
    );
  });

  it.each<[string, PlannedFields, string]>([
    ['horizon', { ...week, horizon: 2_500 * MINUTE + 1, step: MINUTE }, '2501 steps (limit 2500)'],
    ['trainingWindow', { horizon: HOUR, step: MINUTE, trainingWindow: 20_001 * MINUTE }, '20001 points (limit 20000)'],
    ['trainingWindow', { horizon: HOUR, step: HOUR, trainingWindow: 2 * HOUR - 1 }, 'shorter than two steps'],
    ['horizon', { ...week, horizon: NaN }, 'NaN steps'],
    ['trainingWindow', { ...week, trainingWindow: NaN }, 'NaN points'],
  ])('refuses a %s that does not fit: %j', (field, query, sentence) => {
    const error = refusal(query);
    expect(error).toMatchObject({ code: 'invalid_argument', field });
    expect(error.message).toContain(sentence);
    expect(error.remedy).toMatch(/^(Shorten|Choose)/);
  });

  it.each([
    { fromMs: NOW, toMs: NOW - 1 },
    { fromMs: 0, toMs: 0 },
    { fromMs: NaN, toMs: NOW },
    { fromMs: 0, toMs: NaN },
  ])('refuses the range %j', (range) => {
    expect(refusal(week, range)).toMatchObject({ code: 'invalid_argument', field: 'range' });
  });
});
