/**
 * Breach dates and false alarms on drawn volumes beside predict_linear, over many seeds, without a Prometheus: a quick
 * look at what a change of the model does. tests/integration/volume-breach.test.ts is the proof.
 *
 * Usage: node tests/bench/forecast/volumes.ts [first seed] [number of seeds]
 */
import { givenNoBreachYet, probabilityBy } from '../../../pkg/backend/app/breach-timing.ts';
import { breach } from '../../../pkg/model/forecast/breach.ts';
import { forecast } from '../../../pkg/model/forecast/forecast.ts';
import { DAY, HOUR, MINUTE } from '../../../pkg/sample/series.ts';
import type { Volume } from '../../../pkg/sample/volumes/volume.ts';
import { dateError, drawVolumes, lineCrossing, median } from '../../support/drawn-volumes.ts';

const ANCHOR = Date.UTC(2026, 10, 24, 9, 37);
const ORIGIN = Math.floor(ANCHOR / HOUR) * HOUR;
const POINTS = 720;
const HORIZON = 168;
const SAMPLE = 5 * MINUTE;
const WINDOWS = [6 * HOUR, 24 * HOUR, 168 * HOUR];
const ALARM = 0.8;

interface Answer {
  readonly predictedMs: number | undefined;
  readonly probability: number;
  readonly model: string;
}

/** The mean of the samples of each hour, as the reader asks for it. */
function hourly({ value }: Volume): Float64Array {
  const perHour = HOUR / SAMPLE;
  return Float64Array.from({ length: POINTS }, (_, i) => {
    const end = ORIGIN - (POINTS - 1 - i) * HOUR;
    let sum = 0;
    for (let k = 0; k < perHour; k++) {
      sum += value(end - k * SAMPLE);
    }
    return sum / perHour;
  });
}

function ours(volume: Volume, seed: number): Answer {
  const outcome = forecast({
    series: { startMs: ORIGIN - (POINTS - 1) * HOUR, stepMs: HOUR, values: hourly(volume) },
    horizon: HORIZON,
    levels: [80, 95],
    model: 'auto',
    seed,
  });
  if (outcome.kind !== 'forecast') {
    throw new Error(outcome.reason);
  }
  const grid = { originMs: ORIGIN, stepMs: HOUR };
  const drawn = breach(outcome, volume.capacityBytes, 'up', volume.value(ANCHOR), seed);
  const answer = givenNoBreachYet(drawn, grid, ANCHOR);
  return {
    predictedMs: answer.medianMs,
    probability: probabilityBy(answer, grid, ANCHOR + 4 * DAY),
    model: outcome.trust.model,
  };
}

/** The least-squares line over the samples of a window, as predict_linear has it. */
function byLine({ value, capacityBytes }: Volume, window: number): number | undefined {
  const last = Math.floor(ANCHOR / SAMPLE) * SAMPLE;
  const count = Math.floor((last - (ANCHOR - window)) / SAMPLE);
  let [t, y, tt, ty] = [0, 0, 0, 0];
  for (let k = 0; k < count; k++) {
    const at = (last - k * SAMPLE - ANCHOR) / DAY;
    const v = value(last - k * SAMPLE);
    t += at;
    y += v;
    tt += at * at;
    ty += at * v;
  }
  const slope = (count * ty - t * y) / (count * tt - t * t);
  const now = (y - slope * t) / count;
  return lineCrossing(now, now + slope, capacityBytes, ANCHOR);
}

function one(seed: number): { ratio: number; alarms: number } {
  const { filling, sawtooths } = drawVolumes(seed, ANCHOR);
  const end = ANCHOR + 7 * DAY;
  const answers = filling.map((volume) => ours(volume, seed));
  const errorOf = (predicted: (volume: Volume, i: number) => number | undefined) =>
    filling.map((volume, i) => dateError(predicted(volume, i), volume.crossingMs ?? NaN, end));
  const errors = errorOf((_, i) => answers[i]?.predictedMs);
  const lines = WINDOWS.map((window) => median(errorOf((volume) => byLine(volume, window))));
  const cried = sawtooths.map((volume) => ({ volume, ...ours(volume, seed) })).filter((a) => a.probability > ALARM);
  const ratio = median(errors) / Math.min(...lines);
  const shapes = [...new Set(filling.map(({ shape }) => shape))].map(
    (shape) => `${shape} ${median(errors.filter((_, i) => filling[i]?.shape === shape)).toFixed(1)}`
  );
  console.log(
    `seed ${seed}: ours ${median(errors).toFixed(2)} h, predict_linear ${lines.map((l) => l.toFixed(1)).join(' ')} h,`,
    `ratio ${ratio.toFixed(3)}, alarms ${cried.length}/${sawtooths.length}`,
    cried.map(({ volume, model }) => `${volume.name} by ${model}`).join(', '),
    `| ${shapes.join(', ')}`
  );
  return { ratio, alarms: cried.length };
}

const [first = 1, count = 10] = process.argv.slice(2).map(Number);
const results = Array.from({ length: count }, (_, i) => one(first + i));
const ratios = results.map(({ ratio }) => ratio);
const alarms = results.map((result) => result.alarms);
console.log(
  `${count} seeds: ratio median ${median(ratios).toFixed(3)}, worst ${Math.max(...ratios).toFixed(3)};`,
  `alarms in all ${alarms.reduce((a, b) => a + b, 0)}, worst ${Math.max(...alarms)}`
);
