// @vitest-environment jsdom
import { type Field, FieldType } from '@grafana/data';
import { describe, expect, it } from 'vitest';
import type { PlainSeries } from '../../../shared/panel/plain-frame.ts';
import type { SeriesOptions } from '../options.ts';
import { horizonSteps, isCut, stillThere, toTask } from './to-task.ts';

const HOUR = 3_600_000;
const OPTIONS: SeriesOptions = { horizon: '', capacitySource: 'data', breachKind: 'at-capacity' };
const series = (values: number[], config: object = {}): PlainSeries => {
  const field: Field<number | null> = { name: 'v', type: FieldType.number, values, config };
  return { field, name: 'v', times: [], history: { startMs: 0, stepMs: HOUR, values: Float64Array.from(values) } };
};

describe('horizonSteps', () => {
  it('is half of the history, or less when less is asked for', () => {
    expect(horizonSteps('', HOUR, 101)).toBe(50);
    expect(horizonSteps('12h', HOUR, 101)).toBe(12);
    expect(horizonSteps('7d', HOUR, 101)).toBe(50);
    expect(horizonSteps('soon', HOUR, 101)).toBe(50);
    expect(horizonSteps('', HOUR, 1)).toBe(1);
  });

  it('tells when it is less than asked for', () => {
    const task = toTask(series(Array<number>(10).fill(1)), OPTIONS);
    expect(isCut(task, '5h')).toBe(false);
    expect(isCut(task, '6h')).toBe(true);
    expect(isCut(task, '')).toBe(false);
  });
});

describe('stillThere', () => {
  it('leaves out series that ended before the others', () => {
    const long = series(Array<number>(100).fill(1));
    const slightlyLate = series(Array<number>(96).fill(1));
    const gone = series(Array<number>(90).fill(1));
    expect(stillThere([gone, long, slightlyLate])).toEqual([long, slightlyLate]);
    expect(stillThere([gone])).toEqual([gone]);
    expect(stillThere([series([1, 2]), series([1, 2, 3])])).toHaveLength(2);
  });
});

describe('toTask', () => {
  it('keeps within the limits of the field, and above zero what always was', () => {
    expect(toTask(series([1, 2], { min: 1, max: 3 }), OPTIONS).bounds).toEqual({ lower: 1, upper: 3 });
    expect(toTask(series([1, NaN, 2]), OPTIONS).bounds).toEqual({ lower: 0 });
    expect(toTask(series([-1, 2]), OPTIONS).bounds).toEqual({});
  });

  it('knows the capacity and which way hurts', () => {
    const task = toTask(series([1, 2]), { ...OPTIONS, capacitySource: 'number', capacity: 9, breachKind: 'below' });
    expect(task).toMatchObject({ capacity: 9, direction: 'down' });
    expect(toTask(series([1, 2]), OPTIONS)).toMatchObject({ capacity: undefined, direction: 'up' });
  });
});
