import { describe, expect, it } from 'vitest';
import { seededRandom } from '../stats/random.ts';
import { forecast } from './forecast.ts';
import { globalRidge, globalRidgeOfChanges } from './global-ridge.ts';
import { fitAll, type Training } from './model.ts';
import { nlinear } from './nlinear.ts';
import { fitRidgePool, type Teacher } from './ridge-pool.ts';
import { shareAcross } from './share.ts';
import type { SharedRidge } from './shared-ridge.ts';
import type { Forecast, ForecastRequest } from './types.ts';

const HOUR = 3_600_000;
const END = 1_000 * HOUR;

function teacher(values: Float64Array, seasons: number[], horizon: number): Teacher {
  return { training: { values, observed: new Uint8Array(values.length).fill(1), seasons }, endMs: END, horizon };
}

function poolOf(teachers: readonly Teacher[], horizon: number): SharedRidge {
  return { groups: [fitRidgePool(teachers, HOUR, horizon)!] };
}

const withPool = (training: Training, ridge: SharedRidge): Training => ({
  ...training,
  together: { ridge, stepMs: HOUR, endMs: END },
});

describe('the weights that series share', () => {
  const values = [0, 1, 2].map((i) =>
    Float64Array.from({ length: 90 }, (_, t) => (((t * 37 + i * 11) % 101) / 10 + (t % 6) * (i + 1) + t / 50) * 10 ** i)
  );
  const teachers = values.map((one) => teacher(one, [6], 3));
  const learner = withPool(teachers[1]!.training, poolOf(teachers, 3));

  // numpy 2.4, for each series y cut at `end`, window L = 30: rows X[s] = y[s−k] − y[s], k = 1…29, targets
  // T[s] = y[s+h] − y[s], h = 1…3, s = 29 … end−4; w = 1 / mean(T²); G += w X'X, C += w X'T; then
  // y[end−1] + x' · numpy.linalg.solve(G + 0.01 · trace(G) / 29 · I, C). Changes: the same on y[6:] − y[:−6], added to y[end−6+h].
  it.each([
    ['levels', globalRidge, 90, [31.406728458071143, 82.00620643077971, 135.0386544233315]],
    ['levels', globalRidge, 60, [24.157806618381528, 76.90076144989068, 129.50221133108047]],
    ['changes', globalRidgeOfChanges, 90, [25.48043508113456, 81.44682308466456, 136.87682387785128]],
    ['changes', globalRidgeOfChanges, 60, [28.43159767972807, 81.13220643663479, 127.0895791042863]],
  ])('of %s are the closed form of one ridge regression over all of them (%#)', (_, model, end, expected) => {
    const path = model.fit(learner, [end], 3)[0]!.predict(3);
    expected.forEach((value, step) => expect(path[step]).toBeCloseTo(value, 8));
  });

  it('have seen nothing of any series after the moment that they are for, nor what fills a gap across it', () => {
    const known = 60;
    const gap = 55;
    const changed = teachers.map(({ training, ...rest }, i): Teacher => {
      const observed = training.observed.map((one, t) => (i === 0 && t >= gap && t < known + 5 ? 0 : one));
      const future = (from: number) => training.values.map((value, t) => (t < from ? value : -3 * value + t * t));
      return { ...rest, training: { ...training, observed, values: future(i === 0 ? gap : known) } };
    });
    const plain = teachers.map(
      (one, i): Teacher => ({ ...one, training: { ...one.training, observed: changed[i]!.training.observed } })
    );
    const [before, after] = [plain, changed].map((some) => fitRidgePool(some, HOUR, 3)!.fits);
    const until = END - (90 - known) * HOUR;
    const past = before!.filter(({ untilMs }) => untilMs <= until);
    expect(past.map(({ untilMs }) => untilMs)).toContain(until);
    expect(past.at(-1)!.levels.length).toBeGreaterThan(0);
    expect(after!.slice(0, past.length)).toEqual(past);
    expect(after!.at(-1)).not.toEqual(before!.at(-1));
  });

  it('answer an origin by the latest moment before it', () => {
    const fits = learner.together!.ridge.groups[0]!.fits;
    const between = 90 - (END - fits.at(-2)!.untilMs) / HOUR + 3;
    const [late] = globalRidge.fit(learner, [between], 3);
    const cut = { ...learner.together!.ridge.groups[0]!, fits: fits.slice(0, -1) };
    const [early] = globalRidge.fit(withPool(learner, { groups: [cut] }), [between], 3);
    expect(late!.predict(3)).toEqual(early!.predict(3));
    expect(globalRidge.fit(learner, [20], 3)[0]).toBeUndefined();
  });

  it('are held at the end of their horizon (the example of the documentation), and not learned for more than 400 steps', () => {
    const path = fitAll(globalRidge, learner)!.predict(50);
    expect(path).toHaveLength(50);
    expect(path[49]).toBe(path[2]);
    expect(fitRidgePool(teachers, HOUR, 401)).toBeUndefined();
  });

  it('are for their own step and season alone', () => {
    const { ridge } = learner.together!;
    expect(fitAll(globalRidge, { ...learner, together: { ridge, stepMs: 1, endMs: END } })).toBeUndefined();
    expect(fitAll(globalRidge, { ...learner, seasons: [7] })).toBeUndefined();
    expect(fitAll(globalRidge, { ...learner, seasons: [] })).toBeUndefined();
  });
});

/** Noisy series that swing back at the same pace, each with a scale of its own. */
function swinging(count: number, length: number, seed: number): Float64Array[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    let [now, before] = [0, 0];
    return Float64Array.from({ length }, () => {
      [now, before] = [1.7 * now - 0.9 * before + random.normal(), now];
      return (now + random.normal()) * 10 ** (i % 5);
    });
  });
}

/** Series of the same daily season, so that they make one group. */
function daily(count: number, seed: number): Float64Array[] {
  return swinging(count, 400, seed).map((values, i) =>
    values.map((value, t) => value + 10 ** (i % 5) * 12 * Math.sin((2 * Math.PI * t) / 24))
  );
}

describe('series that are forecast together', () => {
  const request = (values: Float64Array, model = 'global-ridge'): ForecastRequest => ({
    series: { startMs: END - values.length * HOUR, stepMs: HOUR, values },
    horizon: 12,
    levels: [80],
    model,
    seed: 1,
  });
  const together = (all: readonly Float64Array[], model?: string): Forecast[] => {
    const requests = all.map((values) => request(values, model));
    const shared = shareAcross(requests)!;
    return requests.map((one) => forecast({ ...one, shared }) as Forecast);
  };

  it('tell more of each than its own history does', () => {
    const all = swinging(20, 300, 4).map((values) => teacher(values, [], 12));
    const cut = all.map(({ training: { values }, ...rest }) => ({
      ...rest,
      ...teacher(values.subarray(0, 288), [], 12),
    }));
    const ridge = poolOf(cut, 12);
    const error = (i: number, path: Float64Array): number =>
      path.reduce((sum, value, step) => sum + Math.abs(all[i]!.training.values[288 + step]! - value), 0);
    const wins = cut.filter(({ training }, i) => {
      const alone = fitAll(nlinear, training)?.predict(12) ?? nlinear.fit(training, [288], 12)[0]!.predict(12);
      return error(i, globalRidge.fit(withPool(training, ridge), [288], 12)[0]!.predict(12)) < error(i, alone);
    });
    expect(wins.length).toBeGreaterThanOrEqual(15);
  });

  it('are answered alike in any order, unit and offset', () => {
    const all = daily(6, 5);
    const plain = together(all);
    expect(plain.every(({ trust }) => trust.model === 'global-ridge')).toBe(true);
    const moved = together(all.map((values, i) => values.map((value) => 1_000 * (i + 1) * value - 77)).reverse());
    moved.reverse().forEach(({ mean }, i) => {
      const factor = 1_000 * (i + 1);
      const size = Math.max(...plain[i]!.mean.map(Math.abs));
      mean.forEach((value, step) => {
        expect(Math.abs((value + 77) / factor - plain[i]!.mean[step]!)).toBeLessThan(1e-9 * size);
      });
    });
  });

  it('take part in the ensemble', () => {
    const requests = daily(8, 6).map((values) => request(values, 'ensemble'));
    const shared = shareAcross(requests)!;
    const alone = forecast(requests[0]!) as Forecast;
    const among = forecast({ ...requests[0]!, shared }) as Forecast;
    expect(among.mean).not.toEqual(alone.mean);
    expect(among.trust.reason).toContain('global-ridge');
    expect(alone.trust.reason).not.toContain('global-ridge');
  });

  it('may have gaps, stand still, end early or be empty', () => {
    const [first, second] = daily(2, 7);
    const all = [
      first!.map((value, t) => (t % 9 === 4 || (t > 200 && t < 230) ? NaN : value)),
      second!.map((value, t) => (t > 380 ? NaN : value)),
      new Float64Array(400).fill(5),
      new Float64Array(400).fill(NaN),
      Float64Array.of(1, 2, 3),
    ];
    const answers = together(all);
    expect(answers.map(({ kind }) => kind)).toEqual(['forecast', 'forecast', 'forecast', 'no-data', 'not-enough-data']);
    expect(answers.slice(0, 2).map(({ trust }) => trust.model)).toEqual(['global-ridge', 'global-ridge']);
    expect([...answers[2]!.mean]).toEqual(new Array<number>(12).fill(5));
  });

  it('follow the calendar of their requests', () => {
    const all = daily(3, 8);
    const requests = all.map((values) => ({ ...request(values), timeZone: 'Europe/Berlin' }));
    const [first] = requests.map((one) => forecast({ ...one, shared: shareAcross(requests)! }) as Forecast);
    const [utc] = together(all);
    expect(first!.trust.model).toBe('global-ridge');
    first!.mean.forEach((value, step) => expect(value).toBeCloseTo(utc!.mean[step]!, 6));
  });

  it('are none when there is but one', () => {
    const [only] = daily(1, 9);
    expect(shareAcross([request(only!)])).toBeUndefined();
    const { trust } = forecast(request(only!)) as Forecast;
    expect(trust.model).toBe('seasonal-naive');
    expect(trust.reason).toMatch(/^The model global-ridge needs several series/);
  });
});
