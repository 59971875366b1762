import { describe, expect, it } from 'vitest';
import { localLines, smoothLines } from './loess.ts';
import { decomposeSeasons } from './stl.ts';

// prettier-ignore
const VALUES = Float64Array.of(
  6.93, 8.58, 8.26, 6.47, 3.14, 3.84, 4.88, 7.53, 6.87, 5.12, 3.64, 3.63, 5.51, 7.36, 7.11, 6.16, 3.67, 3.64, 6.25, 7.2,
  9.48, 7.26, 5.64, 5.68, 6.07, 8.04, 8.28, 6.03, 4.78, 4.38, 6.41, 8.27, 8.46, 7.14, 4.61, 4.86, 6.91, 8.18, 8.86, 6.71,
  6.66, 6.54, 8.31, 10.77, 9.32, 7.32, 5.16, 5.57, 7.61, 9.18, 9.27, 8.01, 6.28, 6.33, 7.25, 9.01, 9.09, 8.18, 6.46,
  6.06, 9.59, 10.98, 11, 9.93, 6.68, 6.36, 8.5, 9.63, 10.42, 8.94, 7.08, 7.24, 8.52, 10.36, 10.51, 9.2, 6.8, 7.58, 8.6,
  10.82, 12.24, 10.18, 8.39, 8.59, 9.44, 10.97, 11.47, 9.25, 7.44, 7.76, 9.13, 11.19, 11.73, 10.14, 8.28, 7.76, 10.16,
  11.29, 11.16, 9.59
);
const PLACES = [0, 1, 37, 50, 98, 99];
const at = (component: Float64Array | undefined): number[] => PLACES.map((place) => component![place]!);
const closeTo = (expected: readonly number[]): unknown[] => expected.map((value): unknown => expect.closeTo(value, 10));

describe('decomposeSeasons against statsmodels 0.15.0', () => {
  it('gives the seasonal component of STL', () => {
    // STL(y, period=12, seasonal=11, trend=21, trend_jump=3, low_pass_jump=2).fit(inner_iter=2, outer_iter=0).seasonal
    expect(at(decomposeSeasons(VALUES, [12], [11]).seasonal[0])).toEqual(
      closeTo([
        0.18263120965558477, 1.953018195295895, 1.6913841502264158, 1.7640580105271317, 1.7087484106840463,
        0.06084725080678745,
      ])
    );
  });

  it('gives the seasonal components of MSTL', () => {
    // The loop of MSTL(y, periods=(6, 20), windows=(11, 15), iterate=2) over STL, with a tenth of each span as its jump.
    const { seasonal, rest } = decomposeSeasons(VALUES, [6, 20], [11, 15]);
    expect(at(seasonal[0])).toEqual(
      closeTo([
        -0.1416619074953229, 1.8699875108380977, 1.721413462352573, 1.6743465629286423, 2.0201260363326146,
        0.0546669605119071,
      ])
    );
    expect(at(seasonal[1])).toEqual(
      closeTo([
        1.682400484969949, 1.2942711000537213, -0.48776227622624413, -0.23328126098965737, -0.8172245170339067,
        -0.2871294288171217,
      ])
    );
    rest.forEach((value, t) => expect(value + seasonal[0]![t]! + seasonal[1]![t]!).toBeCloseTo(VALUES[t]!, 12));
  });

  it('leaves a series without seasons alone', () => {
    expect(decomposeSeasons(VALUES, [], [])).toEqual({ seasonal: [], rest: VALUES });
  });
});

describe('localLines', () => {
  it('goes through a line exactly, whatever the span, and one step beyond', () => {
    const line = Float64Array.from({ length: 30 }, (_, i) => 3 - 2 * i);
    for (const span of [3, 11, 29, 101]) {
      smoothLines(localLines(30, span), line, 4).forEach((value, i) => expect(value).toBeCloseTo(line[i]!, 9));
      expect(localLines(30, span).at(line, 0, 1, 30)).toBeCloseTo(-57, 9);
      expect(localLines(30, span).at(line, 0, 1, -1)).toBeCloseTo(5, 9);
    }
  });

  it('copes with one and two values', () => {
    expect([...smoothLines(localLines(1, 5), Float64Array.of(4), 1)]).toEqual([4]);
    expect(localLines(1, 5).at(Float64Array.of(4), 0, 1, 1)).toBe(4);
    expect([...smoothLines(localLines(2, 5), Float64Array.of(4, 6), 3)]).toEqual([
      expect.closeTo(4, 9),
      expect.closeTo(6, 9),
    ]);
  });
});
