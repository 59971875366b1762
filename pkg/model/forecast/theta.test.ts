import { describe, expect, it } from 'vitest';
import { seededRandom } from '../stats/random.ts';
import { fitAll, type Training } from './model.ts';
import { estimateTheta, theta, thetaErrors, thetaPath, type ThetaParameters } from './theta.ts';

const training = (values: Float64Array, seasons: number[] = []): Training => ({
  values,
  observed: new Uint8Array(values.length).fill(1),
  seasons,
});
const sumSquares = (errors: Float64Array): number => errors.reduce((sum, error) => sum + error * error, 0);

// prettier-ignore
const DRIFTING = Float64Array.of(
  49.56, 48.89, 50.35, 50.68, 50.69, 51.55, 52.56, 51.63, 51.05, 52.59, 54.33, 50.86, 51.74, 54.63, 55.35, 55.13, 57.08,
  56.07, 59.53, 61.02, 56.95, 57.99, 61.92, 63.34, 62.28, 62.15, 62.5, 66.82, 63.5, 62, 64.95, 64.14, 63.49, 63.85, 64.91,
  64.16, 65.53, 66.06, 66.75, 65.36, 64.61, 68.03, 71.12, 70, 70.47, 70.65, 70.87, 69.83, 70.24, 74.71, 75.58, 76.51,
  76.94, 73.62, 73.9, 72.39, 75.48, 72.93, 74.8, 76.59
);

describe('theta against statsforecast 2.1.1', () => {
  // statsforecast.theta.thetamodel(y, 1, model, nan, nan, nan, 3), then forecast_theta(fit, 12).
  const reference = {
    STM: { start: 30.045750000000012, alpha: 0.5437499999999995, theta: 2, squares: 223.82742595469054 },
    OTM: {
      start: 2.0678483479901133,
      alpha: 0.3956459089111971,
      theta: 18.185628699441807,
      squares: 179.14896512098187,
    },
  };
  const forecasts = {
    STM: [75.96581069555414, 76.20246657218654, 76.43912244881895, 76.67577832545135],
    OTM: [76.27112021696261, 76.71840527843207, 77.16569033990153, 77.61297540137099],
  };
  const line = estimateTheta(DRIFTING, 1);

  it.each(['STM', 'OTM'] as const)('gives the same errors and forecasts as %s for its parameters', (name) => {
    const { start, alpha, theta: angle, squares } = reference[name];
    const parameters = { ...line, start, alpha, share: 1 - 1 / angle };
    const { errors, level } = thetaErrors(DRIFTING, parameters);
    expect(sumSquares(errors)).toBeCloseTo(squares, 8);
    thetaPath(parameters, level, DRIFTING.length, 4).forEach((value, step) =>
      expect(value).toBeCloseTo(forecasts[name][step]!, 9)
    );
  });

  it('finds parameters that are at least as good', () => {
    const { errors, level } = thetaErrors(DRIFTING, line);
    expect(sumSquares(errors)).toBeLessThanOrEqual(reference.OTM.squares);
    expect(line.alpha).toBeCloseTo(reference.OTM.alpha, 1);
    expect(thetaPath(line, level, DRIFTING.length, 1)[0]).toBeCloseTo(forecasts.OTM[0]!, 0);
  });
});

describe('estimateTheta', () => {
  it('judges predictions further ahead like the paths from every value', () => {
    const lead = 5;
    const meanSquare = (parameters: ThetaParameters): number => {
      let squares = 0;
      for (let t = 0; t + lead <= DRIFTING.length; t++) {
        const { level } = thetaErrors(DRIFTING.subarray(0, t), parameters);
        squares += (DRIFTING[t + lead - 1]! - thetaPath(parameters, level, t, lead)[lead - 1]!) ** 2;
      }
      return squares;
    };
    const best = estimateTheta(DRIFTING, lead);
    for (const change of [{ alpha: 0.02 }, { start: 3 }, { start: -3 }, { share: -0.05 }]) {
      const [[key, by]] = Object.entries(change) as [[keyof ThetaParameters, number]];
      expect(meanSquare({ ...best, [key]: best[key] + by })).toBeGreaterThan(meanSquare(best));
    }
  });
});

describe('theta', () => {
  const random = seededRandom(4);

  it('continues a season and a drift (the example of its documentation)', () => {
    const signal = (t: number): number => Math.sin((2 * Math.PI * t) / 24) + 0.01 * t;
    const values = Float64Array.from({ length: 240 }, (_, t) => signal(t) + 0.02 * random.normal());
    const path = fitAll(theta, training(values, [24]))!.predict(48);
    path.forEach((value, step) => expect(Math.abs(value - signal(240 + step))).toBeLessThan(0.15));
  });

  it('gives a constant back and needs 6 values', () => {
    expect([...fitAll(theta, training(new Float64Array(6).fill(3)))!.predict(2)]).toEqual([
      expect.closeTo(3, 12),
      expect.closeTo(3, 12),
    ]);
    expect(fitAll(theta, training(new Float64Array(5)))).toBeUndefined();
  });

  it('fits every prefix as if it were the whole series', () => {
    const values = Float64Array.from({ length: 300 }, (_, t) => (t % 24) / 24 + random.normal());
    const [early, late] = theta.fit(training(values, [24]), [200, 300]);
    expect(early!.predict(30)).toEqual(fitAll(theta, training(values.slice(0, 200), [24]))!.predict(30));
    expect(late!.predict(30)).not.toEqual(early!.predict(30));
  });
});
