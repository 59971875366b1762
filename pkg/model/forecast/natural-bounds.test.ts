import { describe, expect, it } from 'vitest';
import { seededRandom } from '../stats/random.ts';
import { MODEL_NAMES } from './candidates.ts';
import { forecast } from './forecast.ts';
import { naturalBounds, requestOf } from './natural-bounds.ts';
import type { Bounds } from './types.ts';

const at = (stated: Bounds, ...values: number[]) => naturalBounds(stated, Float64Array.from(values));

describe('naturalBounds', () => {
  it('keeps above zero what never was negative', () => {
    expect(at({}, 1, NaN, 0, 2)).toEqual({ lower: 0 });
    expect(at({ upper: 3 }, 1, 2)).toEqual({ lower: 0, upper: 3 });
    expect(naturalBounds(undefined, Float64Array.of(1))).toEqual({ lower: 0 });
  });

  it('leaves open what once was negative', () => {
    expect(at({}, 1, -1e-9, 2)).toEqual({});
    expect(at({ upper: 3 }, -1, 2)).toEqual({ upper: 3 });
  });

  it('lets win what was stated', () => {
    expect(at({ lower: -5 }, 1, 2)).toEqual({ lower: -5 });
    expect(at({ lower: 1, upper: 3 }, -1, 2)).toEqual({ lower: 1, upper: 3 });
    expect(at({ upper: 0 }, 0, 0)).toEqual({ upper: 0 });
    expect(at({ upper: -1 }, 0, 0)).toEqual({ upper: -1 });
  });
});

describe('requestOf', () => {
  /** Mostly nothing, now and then something: symmetric bands would go far below zero. */
  function answer(model: string, stated: Bounds, offset = 0) {
    const random = seededRandom(4);
    const values = Float64Array.from({ length: 300 }, () => Math.max(0, random.normal()) + offset);
    const series = { startMs: 0, stepMs: 3_600_000, values };
    const asked = { horizon: 48, levels: [80, 95], model, seed: 1, bounds: stated };
    const outcome = forecast(requestOf(asked, series));
    if (outcome.kind !== 'forecast') {
      expect.fail(outcome.reason);
    }
    const { mean, bands, uncertainty } = outcome;
    const lines = [mean, ...bands.flatMap(({ lower, upper }) => [lower, upper]), uncertainty.quantiles];
    return Math.min(...lines.map((line) => Math.min(...line)));
  }

  it.each(['auto', 'ensemble', ...MODEL_NAMES])('keeps the prediction and every quantile of %s above zero', (model) => {
    expect(answer(model, {})).toBeGreaterThanOrEqual(0);
    expect(answer(model, { lower: -9 })).toBeLessThan(0);
    expect(answer(model, {}, -1)).toBeLessThan(-1);
  });
});
