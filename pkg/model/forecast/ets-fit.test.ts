import { describe, expect, it } from 'vitest';
import { fitEts } from './ets-fit.ts';
import { etsPath, runEts, type EtsParameters, type EtsState } from './ets-recursion.ts';

// prettier-ignore
const SEASONAL = Float64Array.of(
  20.63, 22.12, 22.83, 20.98, 17.72, 18.2, 21.23, 23.96, 25.14, 21.98, 20.62, 20.97, 23.69, 26.18, 26.24, 24.3, 22.79,
  21.79, 24.88, 27.83, 27.72, 26.08, 24.05, 24.43, 26.58, 29.41, 30.25, 26.7, 24.23, 24.51, 27.14, 29.23, 29.53, 26.79,
  24.31, 24.75, 27.84, 30.59, 31.52, 28.57, 26.42, 24.75, 28.1, 30.64, 30.93, 28.93, 26.02, 26.63
);

// statsmodels 0.15.0: ETSModel(y, error='add', trend=…, damped_trend=…, seasonal=…, seasonal_periods=6,
// initialization_method='known', initial_level=20, initial_trend=0.15, initial_seasonal=…).
describe('the recursion against ETSModel.smooth(parameters) of statsmodels', () => {
  const profile = [0, 2.6, 2.6, 0, -2.6, -2.6];
  const cases: readonly [string, EtsParameters, EtsState, number, number[]][] = [
    [
      'ETS(A, Ad, A)',
      { alpha: 0.3, beta: 0.1, gamma: 0.2, phi: 0.9 },
      { level: 20, slope: 0.15, season: Float64Array.from(profile) },
      20.163903253881287,
      [28.937492208276883, 31.49633556408202, 31.90609459853865, 29.31142971985308, 26.827360340113163],
    ],
    [
      'ETS(A, N, A)',
      { alpha: 0.4, beta: 0, gamma: 0.1, phi: 0 },
      { level: 20, slope: 0, season: Float64Array.from(profile) },
      25.409231200778095,
      [28.859720482834245, 31.320213124151994, 31.546012169725294, 28.87961153088756, 26.342540908155755],
    ],
    [
      'ETS(A, Ad, N)',
      { alpha: 0.4, beta: 0.05, gamma: 0, phi: 0.95 },
      { level: 20, slope: 0.15, season: new Float64Array(1) },
      305.86344961622683,
      [27.468725876241013, 27.383832015565847, 27.30318284792444],
    ],
    [
      'ETS(A, N, N)',
      { alpha: 0.4, beta: 0, gamma: 0, phi: 0 },
      { level: 20, slope: 0, season: new Float64Array(1) },
      285.3732663785255,
      [27.44453345745657, 27.44453345745657],
    ],
  ];

  it.each(cases)('gives the same squares and forecasts for %s', (_, parameters, start, squares, forecast) => {
    const run = runEts(SEASONAL, parameters, start, 1);
    expect(run.meanSquare * SEASONAL.length).toBeCloseTo(squares, 9);
    etsPath(run.state, parameters.phi, forecast.length).forEach((value, step) =>
      expect(value).toBeCloseTo(forecast[step]!, 9)
    );
  });

  it('judges predictions further ahead like the paths from every value', () => {
    const [, parameters, start] = cases[0]!;
    let squares = 0;
    for (let t = 0; t + 7 < SEASONAL.length; t++) {
      const { state } = runEts(SEASONAL.subarray(0, t), parameters, start, Math.min(1, t));
      squares += (SEASONAL[t + 7]! - etsPath(state, parameters.phi, 8)[7]!) ** 2;
    }
    expect(runEts(SEASONAL, parameters, start, 8).meanSquare).toBeCloseTo(squares / (SEASONAL.length - 7), 9);
  });
});

describe('the estimate against ETSModel.fit() of statsmodels, started from our states', () => {
  it.each([
    [{ damped: false, period: 1 }, 215.6238928999727, 0.9999],
    [{ damped: true, period: 1 }, 242.4446965434285, 0.05260761221526402],
    [{ damped: false, period: 6 }, 18.36585707568462, 0.8209344816609557],
    [{ damped: true, period: 6 }, 14.762155870148591, 0.5282006141713372],
  ] as const)('reaches its sum of squares to 1e-4 and its α to 1e-3 for %j', (form, squares, alpha) => {
    const fit = fitEts(SEASONAL, form, 1);
    expect((fit.meanSquare * SEASONAL.length) / squares).toBeLessThan(1.0001);
    expect(Math.abs(fit.parameters.alpha - alpha)).toBeLessThan(1e-3);
  });

  it('is stable whatever the form', () => {
    for (const period of [1, 6]) {
      const { alpha, beta, gamma, phi } = fitEts(SEASONAL, { damped: true, period }, 3).parameters;
      expect(alpha > 0 && alpha < 1 && beta >= 0 && beta < alpha && gamma >= 0 && gamma < 1 - alpha).toBe(true);
      expect(phi).toBeLessThanOrEqual(0.98);
    }
  });
});
