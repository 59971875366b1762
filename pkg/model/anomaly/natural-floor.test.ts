import { expect, it } from 'vitest';
import { naturalFloor } from './natural-floor.ts';

const column = (...values: number[]) => Float64Array.from(values);
const baseline = {
  expected: column(NaN, 1, -1, 1),
  bands: [{ level: 95, lower: column(NaN, -2, -3, -2), upper: column(NaN, 4, -0.5, 4) }],
  scale: column(NaN, 1, 1, 1),
};

it('keeps a baseline above 0 where nothing ever was negative', () => {
  expect(naturalFloor(baseline, column(0, NaN, 2, 1))).toEqual({
    expected: column(NaN, 1, 0, 1),
    bands: [{ level: 95, lower: column(NaN, 0, 0, 0), upper: column(NaN, 4, 0, 4) }],
    scale: baseline.scale,
  });
});

it('opens the lower end after the first negative value, not before it', () => {
  expect(naturalFloor(baseline, column(0, -1, 2, 1)).bands[0]!.lower).toEqual(column(NaN, 0, -3, -2));
  expect(naturalFloor(baseline, column(-1, 1, 2, 1)).bands[0]!.lower).toEqual(column(NaN, -2, -3, -2));
});
