import { describe, expect, it } from 'vitest';
import { seededRandom } from '../stats/random.ts';
import { fitArma } from './arima-fit.ts';
import { hannanRissanen } from './arima-order.ts';
import { armaPath, conditionalErrors, partialFromWeights, weightsFromPartial, type Arma } from './arima-recursion.ts';

// prettier-ignore
const VALUES = Float64Array.of(
  -0.2, -1.32, -2.46, -2.06, -0.24, 0.74, 1.96, 2.8, 2.37, 0.84, -0.44, -0.7, -0.34, 0.96, 0.86, -0.64, -0.96, -0.02, 0,
  -0.86, -1.92, -2.52, -2.1, -1.52, -1.14, -0.8, -0.64, -0.14, 0.64, 0.98, 0.24, -0.3, -0.5, -0.56, 0.68, 2.56, 2.35,
  1.18, 0.7, 0.9, 1.06, 1.5, 1.12, 0.24, -1.1, -1.4, -1.02, -0.94, -0.92, -0.86, -1.04, -0.56, -1.1, -1.74, -0.96, 0.36,
  0.76, 0.92, 0.42, 0.24, 0.14, 0.38, 0.3, 0.08, 0.44, 1.02, 0.34, -0.66, -1.1, -2.2, -2.24, -0.42, 1.62, 2.24, 2.32,
  2.06, 1.2, 0.62, 0.86, 1.25, 1.01, 1.1, 0.1, -0.82, -0.08, 1.48, 1.96, 0.52, -0.5, -0.48, -0.64, -0.7, -0.02, -0.12,
  -0.66, 0.1, 1.25, 1.62, 1.7, 1.62, 0.96, -0.28, -0.22, 0.08, 0.24, 0.18, 0.06, 0.04, -0.56, -2.08, -2.02, -1.03, -1.23,
  -0.94, -0.16, 1.22, 2.22, 2, 1.06, -0.06, -0.96, -1.7, -2.16, -1.38, -1.2, -0.68, 0.42, 1.84, 2.22, 1.9, 1.16, 0.98,
  1.06, 0.98, 0.78, 0.32, 1.02, 1.1, 0.94, 0.14, -1.01, -0.56, 0.02, 0.2, 0.32, 0.62, 0.78, 0.1, -0.98, -2.54, -3, -3.3,
  -3.2, -2.1, -0.88, -0.14, 0, -0.18, -0.08, -0.31
);
const pathOf = (model: Arma, horizon: number): Float64Array =>
  armaPath(VALUES, conditionalErrors(VALUES, model, model.ar.length).errors, model, VALUES.length, horizon);

describe('the recursion against SARIMAX(y, order, trend="n").smooth(parameters) of statsmodels 0.15.0', () => {
  it.each([
    [{ ar: [0.9, -0.3, 0.1], ma: [] }, [-0.273, -0.1607, -0.09373, -0.063447]],
    [
      { ar: [1.2, -0.5], ma: [0.4] },
      [-0.48555525098886243, -0.42766630118663485, -0.2704219359295306, -0.11067317252211933, 0.0024031609382221264],
    ],
  ])('continues like it for %j', (model, expected) => {
    pathOf(model, expected.length).forEach((value, step) => expect(value).toBeCloseTo(expected[step]!, 9));
  });

  it('continues like it once the changes are added up', () => {
    // order (2, 1, 1) of the running sums of the values, the last of which is 0.07.
    let level = 0.07;
    const sums = pathOf({ ar: [1.2, -0.5], ma: [0.4] }, 4).map((change) => (level += change));
    const expected = [-0.4155552509888646, -0.8432215521754995, -1.1136434881050303, -1.2243166606271496];
    sums.forEach((value, step) => expect(value).toBeCloseTo(expected[step]!, 9));
  });
});

describe('the estimate', () => {
  const zeros = (p: number, q: number): Arma => ({ ar: Array<number>(p).fill(0), ma: Array<number>(q).fill(0) });

  // statsforecast 2.1.1: statsforecast.arima.arima(y, order, include_mean=False, method='CSS').
  it.each([
    [zeros(1, 0), [0.8195604613870895], 0.5157782365923951],
    [zeros(0, 2), [1.4169975158896901, 0.6934399030482014], 0.30966821162647584],
    [zeros(2, 1), [1.0702270414215134, -0.4170954045123667, 0.5595071199482126], 0.2626372179385278],
    [
      zeros(3, 2),
      [1.2696567463201034, -0.6386658178474235, 0.09335434885148092, 0.3421427216467641, -0.11176267623611374],
      0.25777416511113954,
    ],
  ])(
    'is the conditional least squares of statsforecast for %j: variance to 1e-4, weights to 0.03',
    (guess, weights, variance) => {
      const fit = fitArma(VALUES, guess, guess.ar.length);
      expect(Math.abs(fit.variance / variance - 1)).toBeLessThan(1e-4);
      [...fit.model.ar, ...fit.model.ma].forEach((weight, i) =>
        expect(Math.abs(weight - weights[i]!)).toBeLessThan(0.03)
      );
    }
  );

  it('comes near the exact maximum likelihood of statsmodels 0.15.0', () => {
    // ARIMA(y, order=(2, 0, 1), trend='n').fit().params
    const { ar, ma } = fitArma(VALUES, zeros(2, 1), 2).model;
    [1.0521249138474504, -0.40297719104461355, 0.5693452957768683].forEach((weight, i) =>
      expect(Math.abs([...ar, ...ma][i]! - weight)).toBeLessThan(0.03)
    );
  });

  it('stays stationary and invertible where the data is not', () => {
    const explosive = Float64Array.from({ length: 60 }, (_, t) => Math.pow(1.2, t));
    const alternating = Float64Array.from({ length: 60 }, (_, t) => (t % 2 === 0 ? 1 : -1));
    for (const values of [explosive, alternating]) {
      const { ar, ma } = fitArma(values, { ar: [3, -2], ma: [5, 5] }, 2).model;
      const partial = [
        partialFromWeights(ar, 2),
        partialFromWeights(
          ma.map((weight) => -weight),
          2
        ),
      ].flat();
      expect(partial.every((value) => Math.abs(value) <= 0.99 + 1e-12)).toBe(true);
    }
  });
});

describe('partial autocorrelations', () => {
  it('and weights turn into each other', () => {
    const partial = [0.7, -0.4, 0.2, 0.9];
    const weights = weightsFromPartial(partial);
    partialFromWeights(weights, 0.99).forEach((value, i) => expect(value).toBeCloseTo(partial[i]!, 10));
    expect(weightsFromPartial([0.5, -0.3])).toEqual([0.65, -0.3]);
  });
});

describe('hannanRissanen', () => {
  const random = seededRandom(8);
  const simulate = ({ ar, ma }: Arma, length: number): Float64Array => {
    const noise = Float64Array.from({ length }, () => random.normal());
    const out = noise.slice();
    for (let t = 2; t < length; t++) {
      ar.forEach((weight, k) => (out[t]! += weight * out[t - 1 - k]!));
      ma.forEach((weight, k) => (out[t]! += weight * noise[t - 1 - k]!));
    }
    return out;
  };

  it('comes near the weights that made the series', () => {
    const starts = hannanRissanen(simulate({ ar: [0.8], ma: [0.5] }, 4_000), 2, 2);
    const own = starts.find(({ ar, ma }) => ar.length === 1 && ma.length === 1)!;
    expect(own.ar[0]).toBeCloseTo(0.8, 1);
    expect(own.ma[0]).toBeCloseTo(0.5, 1);
    expect(starts.indexOf(own)).toBeLessThan(4);
  });

  it('prefers no terms for noise and sorts by AICc', () => {
    const starts = hannanRissanen(simulate({ ar: [], ma: [] }, 1_000), 3, 3);
    expect(starts.length).toBe(16);
    expect(starts[0]!.ar.length + starts[0]!.ma.length).toBeLessThan(3);
    starts.slice(1).forEach(({ aicc }, i) => expect(aicc).toBeGreaterThanOrEqual(starts[i]!.aicc));
  });
});
