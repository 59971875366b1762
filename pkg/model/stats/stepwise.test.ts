import { describe, expect, it } from 'vitest';
import { forecast, forecastStepwise } from '../forecast/forecast.ts';
import { finish, type Stepwise } from './stepwise.ts';

describe('finish', () => {
  it('takes every step and gives what the work gives', () => {
    const taken: number[] = [];
    function* work(): Stepwise<string> {
      for (let i = 0; i < 3; i++) {
        taken.push(i);
        yield;
      }
      return 'done';
    }
    expect(finish(work())).toBe('done');
    expect(taken).toEqual([0, 1, 2]);
  });
});

describe('forecastStepwise', () => {
  const values = Float64Array.from({ length: 120 }, (_, i) => i + ((7 * i) % 12));
  const series = { startMs: 0, stepMs: 3_600_000, values };
  const request = { series, horizon: 12, levels: [80], bounds: {}, model: 'auto', seed: 1 };

  it('gives the same forecast in several steps', () => {
    const work = forecastStepwise(request);
    let steps = 0;
    let step = work.next();
    for (; step.done !== true; step = work.next()) {
      steps++;
    }
    expect(steps).toBeGreaterThanOrEqual(5);
    expect(step.value).toEqual(forecast(request));
  });
});
