import { describe, expect, it } from 'vitest';
import { fitAll, type Training } from './model.ts';
import { differenceNlinear, nlinear, profileNlinear } from './nlinear.ts';
import { directRidge } from './nlinear-fit.ts';

const build = (length: number, signal: (t: number) => number, seasons: number[]): Training => ({
  values: Float64Array.from({ length }, (_, t) => signal(t)),
  observed: new Uint8Array(length).fill(1),
  seasons,
});
const daily = (t: number): number => Math.sin((2 * Math.PI * t) / 24) + 0.5 * Math.cos((6 * Math.PI * t) / 24);

describe('directRidge', () => {
  const values = Float64Array.from({ length: 60 }, (_, t) => ((t * 37) % 101) / 10 + t / 50);

  it('is the closed form of ridge regression', () => {
    // numpy 2.4: rows X[s] = y[s−k] − y[s], k = 1…7, targets y[s+h] − y[s], s = 7…55, G = X'X, λ = 0.01 · trace(G) / 7,
    // y[59] + x' · numpy.linalg.solve(G + λI, X'Y)
    const expected = [5.355166625677576, 4.668652656927623, 8.387872143586158, 1.9196482030808166];
    const path = directRidge({ lookback: 8, penalty: 0.01 })(values, 60, 4)!;
    expected.forEach((value, step) => expect(path[step]).toBeCloseTo(value, 10));
  });

  it('sees nothing after the end', () => {
    const changed = values.map((value, t) => (t < 50 ? value : 1e6));
    const path = directRidge({ lookback: 8, penalty: 0.01 })(values, 50, 4)!;
    expect([...directRidge({ lookback: 8, penalty: 0.01 })(changed, 50, 4)!]).toEqual([...path]);
  });

  it('needs 24 rows', () => {
    expect(directRidge({ lookback: 8, penalty: 1 })(values, 35, 4)).toBeDefined();
    expect(directRidge({ lookback: 8, penalty: 1 })(values, 35, 5)).toBeUndefined();
  });
});

describe.each([
  ['nlinear', nlinear],
  ['on the profile', profileNlinear('p', 0.1)],
  ['on differences', differenceNlinear('d', 0.1)],
])('%s', (_, model) => {
  it('continues harmonics', () => {
    const training = build(600, daily, [24]);
    const path = model.fit(training, [600], 48)[0]!.predict(48);
    path.forEach((value, step) => expect(value).toBeCloseTo(daily(600 + step), 1));
  });

  it('gives any number of steps', () => {
    const fitted = fitAll(model, build(300, daily, [24]))!;
    expect(fitted.predict(30)).toHaveLength(30);
    expect(fitted.predict(2_000).every(Number.isFinite)).toBe(true);
  });

  it('needs more than a handful of values', () => {
    expect(fitAll(model, build(20, daily, [4]))).toBeUndefined();
  });
});
