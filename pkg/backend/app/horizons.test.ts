import { describe, expect, it } from 'vitest';
import { forecast } from '#model/forecast/forecast.ts';
import type { Forecast } from '#model/forecast/types.ts';
import { seededRandom } from '#model/stats/random.ts';
import { planForecast } from './plan.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 2, 4, 10, 17, 3);
/** A signal as people know them: level, rhythm of day and week, growth. */
const LEVEL = 100;
const DAILY = 12;
const WEEKLY = 5;
const GROWTH_BY_DAY = 0.1;
const NOISE = 2;

const rhythm = (ms: number): number => {
  const weekday = Math.floor(ms / DAY) % 7;
  return DAILY * Math.sin((2 * Math.PI * ms) / DAY) + WEEKLY * Math.sin((2 * Math.PI * weekday) / 7);
};

interface Answer {
  readonly stepMs: number;
  readonly windowMs: number;
  readonly predicted: Forecast;
}

/** What a query for this horizon gets, with everything else left to Headroom. */
function ask(horizon: number, model: string, signal: (ms: number) => number): Answer {
  const { stepMs, originMs, trainingStartMs, horizonSteps } = planForecast(
    { horizon, step: 'auto', trainingWindow: 'auto' },
    { fromMs: NOW - DAY, toMs: NOW },
    NOW
  );
  const count = Math.round((originMs - trainingStartMs) / stepMs);
  const values = Float64Array.from({ length: count }, (_, i) => signal(trainingStartMs + (i + 1) * stepMs));
  const series = { startMs: trainingStartMs + stepMs, stepMs, values };
  const predicted = forecast({ series, horizon: horizonSteps, levels: [80, 95], model, seed: 1 });
  if (predicted.kind !== 'forecast') {
    throw new Error(predicted.reason);
  }
  return { stepMs, windowMs: originMs - trainingStartMs, predicted };
}

describe.each(['auto', 'ensemble'])('horizons with the model %s', (model) => {
  it.each([
    { ahead: 1, step: HOUR, window: 30 * DAY },
    { ahead: 7, step: HOUR, window: 30 * DAY },
    { ahead: 8, step: DAY, window: 180 * DAY },
    { ahead: 30, step: DAY, window: 180 * DAY },
    { ahead: 31, step: 7 * DAY, window: 104 * 7 * DAY },
    { ahead: 90, step: 7 * DAY, window: 104 * 7 * DAY },
  ])('reach $ahead days: step and window follow, and the forecast is near what comes', ({ ahead, step, window }) => {
    const random = seededRandom(ahead);
    const clean = (ms: number): number => LEVEL + GROWTH_BY_DAY * ((ms - NOW) / DAY) + rhythm(ms);
    const { stepMs, windowMs, predicted } = ask(ahead * DAY, model, (ms) => clean(ms) + NOISE * random.normal());
    expect([stepMs, windowMs]).toEqual([step, window]);
    const endMs = predicted.startMs + (predicted.mean.length - 1) * stepMs;
    expect(endMs).toBeGreaterThan(NOW + ahead * DAY - stepMs);
    let missed = 0;
    predicted.mean.forEach((value, i) => {
      missed += Math.abs(value - clean(predicted.startMs + i * stepMs)) / predicted.mean.length;
    });
    expect(missed).toBeLessThan(2 * NOISE);
  });

  it.each([7, 30, 90])(
    'of %i days do not make a trend of noise, of a walk or of a jump',
    { timeout: 120_000 },
    (ahead) => {
      for (let seed = 1; seed <= 10; seed++) {
        const random = seededRandom(seed);
        let walk = 0;
        const jump = (ms: number): number => (ms < NOW - 6 * HOUR ? 0 : 1) + 0.1 * random.normal();
        const signals = [
          { name: 'noise', signal: () => random.normal(), ranges: 0.5 },
          { name: 'walk', signal: () => (walk += random.normal()), ranges: 0.5 },
          { name: 'jump', signal: jump, ranges: 1.5 },
        ];
        for (const { name, signal, ranges } of signals) {
          const seen: number[] = [];
          const { predicted } = ask(ahead * DAY, model, (ms) => seen[seen.push(signal(ms)) - 1]!);
          const [least, most] = [Math.min(...seen), Math.max(...seen)];
          const room = ranges * (most - least);
          const note = `${name}, seed ${seed}: ${Math.min(...predicted.mean)} … ${Math.max(...predicted.mean)}`;
          expect(Math.min(...predicted.mean), note).toBeGreaterThan(least - room);
          expect(Math.max(...predicted.mean), note).toBeLessThan(most + room);
        }
      }
    }
  );
});
