import type { Forecast } from '../../pkg/model/forecast/types.ts';
import { normalQuantile } from '../../pkg/model/stats/normal.ts';

const PROBABILITIES = [0.005, 0.025, 0.1, 0.2, 0.5, 0.8, 0.9, 0.975, 0.995];

/** A forecast of independent normal values with one mean and deviation at every step, first step at time 1. */
export function normalForecast(steps: number, mean: number, deviation: number, levels: readonly number[]): Forecast {
  const at = (probability: number) => mean + deviation * normalQuantile(probability);
  return {
    kind: 'forecast',
    startMs: 1,
    stepMs: 1,
    mean: new Float64Array(steps).fill(mean),
    bands: levels.map((level) => ({
      level,
      lower: new Float64Array(steps).fill(at(0.5 - level / 200)),
      upper: new Float64Array(steps).fill(at(0.5 + level / 200)),
    })),
    trust: {
      model: 'normal',
      reason: 'It is the only one.',
      mase: 1,
      gainOverSeasonalNaive: 0,
      coverage: levels.map((level) => ({ level, measured: level / 100 })),
      backtestOrigins: 8,
      quality: { points: 100, missing: 0, seasons: [] },
    },
    notices: [],
    uncertainty: {
      probabilities: Float64Array.from(PROBABILITIES),
      quantiles: Float64Array.from({ length: steps * PROBABILITIES.length }, (_, i) =>
        at(PROBABILITIES[i % PROBABILITIES.length]!)
      ),
      common: 0,
      persistence: 0,
    },
  };
}
