import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../stats/random.ts';
import type { BacktestRun } from './backtest.ts';
import { blendMembers, type Member } from './ensemble.ts';
import { forecast } from './forecast.ts';
import type { Forecast, ForecastRequest } from './types.ts';

const plan = { origins: [10, 20, 30], horizon: 2 };
const member = (name: string, prediction: number, errors: number[], handicap = 1): Member => ({
  run: {
    model: { name },
    prediction: new Float64Array(2).fill(prediction),
    errors: errors.map((error) => new Float64Array(2).fill(error)),
  } satisfies BacktestRun,
  handicap,
});

describe('blendMembers', () => {
  it('gives equal members equal weight and a bad one nearly none', () => {
    const { run, shares } = blendMembers(
      [member('a', 1, [1, 1, 1]), member('b', 3, [-1, -1, -1]), member('c', 100, [5, 5, 5])],
      plan
    )!;
    expect(run.prediction[0]).toBeCloseTo(2, 1);
    expect(shares.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(shares.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(shares[2]!.weight).toBeLessThan(1e-4);
  });

  it('judges every origin by weights of the others', () => {
    // Only the first origin speaks for b; judged without it, b is bad, and so the blend has the errors of a there.
    const { run } = blendMembers([member('a', 0, [1, 1, 1]), member('b', 0, [1e-6, 50, 50])], plan)!;
    expect(run.errors[0]![0]).toBeCloseTo(1, 3);
  });

  it('judges origins for the bands without those that share half of their test', () => {
    // Every second origin speaks for b. Judged without the neighbours on both sides, b has only its own kind left.
    const close = { origins: [10, 11, 12, 13, 14, 15, 16, 17], horizon: 2 };
    const flip = (good: number) => close.origins.map((_, i) => (i % 2 === good ? 0.01 : 1));
    const { run } = blendMembers([member('a', 0, flip(0)), member('b', 0, flip(1))], close)!;
    const mean = (rows: readonly Float64Array[]) => rows.reduce((sum, row) => sum + row[0]! / rows.length, 0);
    expect(mean(run.bandErrors!)).not.toBe(mean(run.errors));
    const apart = { origins: close.origins.map((origin) => 10 * origin), horizon: 2 };
    const far = blendMembers([member('a', 0, flip(0)), member('b', 0, flip(1))], apart)!.run;
    expect(far.bandErrors).toEqual(far.errors);
  });

  it('believes newer origins more', () => {
    const { run } = blendMembers([member('late', 1, [2, 1, 1]), member('early', 0, [1, 1, 2])], plan)!;
    expect(run.prediction[0]).toBeGreaterThan(0.5);
  });

  it('handicaps members, leaves out those without errors, and gives up when there are none', () => {
    const flattered = blendMembers([member('a', 0, [1, 1, 1]), member('b', 1, [1, 1, 1], 1.3)], plan)!;
    expect(flattered.run.prediction[0]).toBeLessThan(0.2);
    const silent = blendMembers([member('a', 0, [1, 1, 1]), member('b', 1, [NaN, NaN, NaN])], plan)!;
    expect(silent.run.prediction[0]).toBe(0);
    expect(blendMembers([member('b', 1, [NaN, NaN, NaN])], plan)).toBeUndefined();
  });

  it('takes each part of the horizon from the member that is better there', () => {
    const long = { origins: [100, 200, 300, 400, 500], horizon: 48 };
    const growing = (prediction: number, name: string, errorAt: (step: number) => number): Member => ({
      run: {
        model: { name },
        prediction: new Float64Array(48).fill(prediction),
        errors: long.origins.map(() => Float64Array.from({ length: 48 }, (_, step) => errorAt(step))),
      },
      handicap: 1,
    });
    const members = [growing(0, 'near', (step) => 0.5 + step / 24), growing(1, 'far', (step) => 2.5 - step / 24)];
    const { run, shares } = blendMembers(members, long, 24)!;
    expect(run.prediction[0]).toBeLessThan(0.05);
    expect(run.prediction[47]).toBeGreaterThan(0.95);
    run.prediction.reduce((before, value) => {
      expect(value).toBeGreaterThanOrEqual(before);
      expect(value - before).toBeLessThan(0.1);
      return value;
    });
    expect(shares.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(run.errors[4]![0]).toBeLessThan(0.6);
    expect(run.errors[4]![47]).toBeLessThan(0.7);
  });

  it('goes by the whole horizon where a part was not tested', () => {
    const untested = (name: string, prediction: number, error: number): Member => ({
      run: {
        model: { name },
        prediction: new Float64Array(30).fill(prediction),
        errors: plan.origins.map(() => new Float64Array(30).fill(NaN).fill(error, 0, 8)),
      },
      handicap: 1,
    });
    const { run } = blendMembers([untested('good', 1, 1), untested('bad', 0, 4)], { ...plan, horizon: 30 })!;
    expect(run.prediction[29]).toBeGreaterThan(0.99);
    expect(run.errors[0]![29]).toBeNaN();
  });

  it('leaves a member out of the origins where it could not be fitted', () => {
    const { run } = blendMembers([member('a', 0, [2, 2, 2]), member('b', 0, [NaN, 1, 1])], plan)!;
    expect(run.errors[0]![0]).toBe(2);
  });
});

const random = seededRandom(77);
const HOUR = 3_600_000;
const request = (values: Float64Array, more: Partial<ForecastRequest> = {}): ForecastRequest => ({
  series: { startMs: 1_700_000_000_000, stepMs: HOUR, values },
  horizon: 48,
  levels: [80, 95],
  model: 'ensemble',
  seed: 1,
  ...more,
});
const mustForecast = (asked: ForecastRequest): Forecast => {
  const outcome = forecast(asked);
  if (outcome.kind !== 'forecast') {
    throw new Error(outcome.reason);
  }
  return outcome;
};

describe('ensemble', () => {
  const daily = Float64Array.from(
    { length: 500 },
    (_, t) => 50 + 8 * Math.sin((2 * Math.PI * t) / 24) + 0.01 * t + random.normal()
  );

  it('says who leads it and beats seasonal naive on a noisy season', () => {
    const { trust } = mustForecast(request(daily));
    expect(trust.model).toBe('ensemble');
    expect(trust.reason).toMatch(/^Ensemble led by \S+ \d+%, .* in 8 backtests, with \d+% less error/);
    expect(trust.gainOverSeasonalNaive).toBeGreaterThan(0.15);
  });

  it('falls back with a reason when there is nothing to compare on', () => {
    const { trust } = mustForecast(request(daily.slice(0, 10), { horizon: 5 }));
    expect(trust.model === 'ensemble' || trust.reason.includes('seasonal naive')).toBe(true);
  });

  it('moves with scale and offset', () => {
    const plain = mustForecast(request(daily));
    const moved = mustForecast(request(daily.map((value) => 1_000 * value - 7_000)));
    moved.mean.forEach((value, step) => expect(value).toBeCloseTo(1_000 * plain.mean[step]! - 7_000, 3));
    moved.bands[1]!.lower.forEach((value, step) =>
      expect(value).toBeCloseTo(1_000 * plain.bands[1]!.lower[step]! - 7_000, 3)
    );
  });

  it('is finite and ordered for whatever comes', () => {
    const value = fc.oneof(
      { weight: 6, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
      { weight: 1, arbitrary: fc.constantFrom(0, NaN) }
    );
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 10, maxLength: 150 }),
        fc.integer({ min: 1, max: 40 }),
        (values, steps) => {
          const outcome = forecast(request(Float64Array.from(values), { horizon: steps }));
          if (outcome.kind === 'forecast') {
            const [inner, outer] = outcome.bands;
            outcome.mean.forEach((mean, i) => {
              const path = [outer!.lower[i]!, inner!.lower[i]!, mean, inner!.upper[i]!, outer!.upper[i]!];
              expect(path.every((one, k) => Number.isFinite(one) && (k === 0 || one >= path[k - 1]!))).toBe(true);
            });
          }
        }
      ),
      { numRuns: 60 }
    );
  }, 60_000);
});
