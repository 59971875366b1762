import { expect, it } from 'vitest';
import type { Bounds, ForecastRequest } from '#model/forecast/types.ts';
import { flatForecast } from '../../../tests/support/fake-engine.ts';
import { replayOrigins } from './replay-origins.ts';

it.each<[string, Bounds, Bounds[]]>([
  ['known at each origin', {}, [{ lower: 0 }, {}]],
  ['stated', { lower: -5 }, [{ lower: -5 }, { lower: -5 }]],
])('keeps to the bounds %s', (_, bounds, expected) => {
  const asked: ForecastRequest[] = [];
  const forecast = (request: ForecastRequest) => {
    asked.push(request);
    return flatForecast(request);
  };
  const breach = () => expect.fail('No case asks for a breach.');
  const history = { startMs: 0, stepMs: 1_000, values: Float64Array.of(1, 2, -3, 4) };
  const origins = [0, 1].map((from) => ({ from, to: from + 2, cases: [] }));
  const request = { horizon: 2, model: 'auto', seed: 1, bounds };
  replayOrigins({ history, request, direction: 'up', origins }, { forecast, breach });
  expect(asked.map((one) => [[...one.series.values], one.bounds])).toEqual([
    [[1, 2], expected[0]],
    [[2, -3], expected[1]],
  ]);
});
