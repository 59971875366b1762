/**
 * Draws the pictures of docs/algorithms from the models' own output: a made-up history, what came after it, and what the
 * model said. The same every time, in colours that suit light and dark pages.
 *
 * Usage: node scripts/algorithm-pictures.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { arima } from '../pkg/model/forecast/arima.ts';
import { ets } from '../pkg/model/forecast/ets.ts';
import { forecast } from '../pkg/model/forecast/forecast.ts';
import { fourierAr } from '../pkg/model/forecast/fourier-ar.ts';
import { globalRidge } from '../pkg/model/forecast/global-ridge.ts';
import { lagRegression } from '../pkg/model/forecast/lag-regression.ts';
import { seasonalMedian } from '../pkg/model/forecast/local-median.ts';
import { fitAll, type Model } from '../pkg/model/forecast/model.ts';
import { mstl } from '../pkg/model/forecast/mstl.ts';
import { nlinear } from '../pkg/model/forecast/nlinear.ts';
import { prepare } from '../pkg/model/forecast/prepare.ts';
import { seasonalNaive } from '../pkg/model/forecast/seasonal-naive.ts';
import { shareAcross, togetherOf } from '../pkg/model/forecast/share.ts';
import { theta } from '../pkg/model/forecast/theta.ts';
import { trendModel } from '../pkg/model/forecast/trend.ts';
import type { RegularSeries } from '../pkg/model/series/regular-series.ts';
import { zoneOffsetMs } from '../pkg/model/series/time-zone.ts';
import { byWallClock } from '../pkg/model/series/wall-clock.ts';
import { seededRandom, type Random } from '../pkg/model/stats/random.ts';

const OUT = 'docs/algorithms/img';
const HOUR = 3_600_000;
const [WIDTH, HEIGHT, LEFT, TOP, BOTTOM] = [760, 240, 8, 30, 14];

interface Path {
  readonly label: string;
  readonly colour: string;
  readonly dash?: string;
  /** Index of the first value on the horizontal axis. */
  readonly from: number;
  readonly values: ArrayLike<number>;
}

interface Scene {
  readonly file: string;
  readonly title: string;
  readonly paths: readonly Path[];
}

const [HISTORY, ACTUAL, FORECAST, OTHER] = ['#7b8794', '#7b8794', '#e8710a', '#3b82f6'];

const daily = (t: number): number => Math.max(0, Math.sin((2 * Math.PI * (t - 7)) / 24)) ** 1.5;
const weekend = (t: number): boolean => t % 168 >= 120;

/** A series with noise that remembers itself. */
function series(
  length: number,
  seed: number,
  noise: number,
  signal: (t: number, random: Random) => number
): Float64Array {
  const random = seededRandom(seed);
  let wobble = 0;
  return Float64Array.from({ length }, (_, t) => {
    wobble = 0.8 * wobble + 0.6 * random.normal();
    return signal(t, random) + noise * wobble;
  });
}

function predict(model: Model, history: RegularSeries, horizon: number): Float64Array {
  const prepared = prepare(history);
  const fitted = prepared === undefined ? undefined : fitAll(model, prepared.training);
  if (prepared === undefined || fitted === undefined) {
    throw new Error(`${model.name} has too little history.`);
  }
  return fitted.predict(horizon).map((value) => prepared.centre + prepared.spread * value);
}

/** The last `shown` values of the history, what came, and the model's forecast of it. */
function modelScene(
  file: string,
  title: string,
  model: Model,
  all: Float64Array,
  horizon: number,
  shown: number
): Scene {
  const end = all.length - horizon;
  const history = { startMs: 0, stepMs: HOUR, values: all.subarray(0, end) };
  return {
    file,
    title,
    paths: [
      { label: 'history', colour: HISTORY, from: 0, values: all.subarray(end - shown, end) },
      { label: 'what came', colour: ACTUAL, dash: '3 3', from: shown, values: all.subarray(end) },
      { label: `forecast by ${model.name}`, colour: FORECAST, from: shown, values: predict(model, history, horizon) },
    ],
  };
}

/** A series among others of its signal: what they taught, beside what NLinear learned from the one alone. */
function companyScene(
  file: string,
  title: string,
  all: readonly Float64Array[],
  horizon: number,
  shown: number
): Scene {
  const end = all[0]!.length - horizon;
  const histories = all.map((values) => ({ startMs: 0, stepMs: HOUR, values: values.subarray(0, end) }));
  const shared = shareAcross(
    histories.map((history) => ({ series: history, horizon, levels: [], model: 'global-ridge', seed: 1 }))
  );
  const prepared = prepare(histories[0]!);
  if (shared === undefined || prepared === undefined) {
    throw new Error(`The series of ${file} have nothing in common.`);
  }
  const together = togetherOf(shared, histories[0]!, prepared);
  const path = fitAll(globalRidge, { ...prepared.training, together })?.predict(horizon);
  if (path === undefined) {
    throw new Error('global-ridge has too little history.');
  }
  const predicted = path.map((value) => prepared.centre + prepared.spread * value);
  return {
    file,
    title,
    paths: [
      { label: 'history', colour: HISTORY, from: 0, values: all[0]!.subarray(end - shown, end) },
      { label: 'what came', colour: ACTUAL, dash: '3 3', from: shown, values: all[0]!.subarray(end) },
      { label: 'nlinear, alone', colour: OTHER, from: shown, values: predict(nlinear, histories[0]!, horizon) },
      { label: `with ${all.length - 1} others`, colour: FORECAST, from: shown, values: predicted },
    ],
  };
}

/** The same forecast by the wall clock and by UTC across the end of summer time. */
function clockScene(): Scene {
  const [zone, days, horizon, shown] = ['Europe/Berlin', 13, 72, 96];
  const startMs = Date.parse('2026-10-11T22:00Z');
  const wobble = series(24 * days + horizon, 8, 2, () => 0);
  const load = (i: number): number => {
    const timeMs = startMs + i * HOUR;
    const hour = ((timeMs + zoneOffsetMs(zone, timeMs - 1)) / HOUR) % 24;
    return (hour > 9 && hour <= 17 ? 80 : 20) + wobble[i]!;
  };
  const all = Float64Array.from({ length: 24 * days + horizon }, (_, i) => load(i));
  const end = 24 * days;
  const history = { startMs, stepMs: HOUR, values: all.subarray(0, end) };
  const local = byWallClock(history, zone, horizon);
  const byClock = local.toOriginal(predict(seasonalNaive, local.series, local.horizonFor(horizon)), horizon);
  return {
    file: 'calendar',
    title: 'Office hours across the end of summer time',
    paths: [
      { label: 'history', colour: HISTORY, from: 0, values: all.subarray(end - shown, end) },
      { label: 'what came', colour: ACTUAL, dash: '3 3', from: shown, values: all.subarray(end) },
      { label: 'season by UTC', colour: OTHER, from: shown, values: predict(seasonalNaive, history, horizon) },
      { label: 'season by the wall clock', colour: FORECAST, from: shown, values: byClock },
    ],
  };
}

/** The ensemble beside seasonal naive, or with its bands. */
function ensembleScene(file: string, title: string, all: Float64Array, horizon: number, shown: number): Scene {
  const end = all.length - horizon;
  const history = { startMs: 0, stepMs: HOUR, values: all.subarray(0, end) };
  const answer = forecast({ series: history, horizon, levels: [80, 95], model: 'ensemble', seed: 1 });
  if (answer.kind !== 'forecast') {
    throw new Error(answer.reason);
  }
  const [inner, outer] = answer.bands;
  const band = (label: string, values: Float64Array, dash: string): Path => ({
    label,
    colour: FORECAST,
    dash,
    from: shown,
    values,
  });
  const others =
    file === 'intervals'
      ? [
          band('80 % band', inner!.lower, '6 2'),
          band('95 % band', outer!.lower, '2 3'),
          band('', inner!.upper, '6 2'),
          band('', outer!.upper, '2 3'),
        ]
      : [{ label: 'seasonal naive', colour: OTHER, from: shown, values: predict(seasonalNaive, history, horizon) }];
  return {
    file,
    title,
    paths: [
      { label: 'history', colour: HISTORY, from: 0, values: all.subarray(end - shown, end) },
      { label: 'what came', colour: ACTUAL, dash: '3 3', from: shown, values: all.subarray(end) },
      { label: 'ensemble', colour: FORECAST, from: shown, values: answer.mean },
      ...others,
    ],
  };
}

function scenes(): Scene[] {
  const steady = trendModel({ name: 'linear-trend', slope: 'steady', window: (length) => length });
  const requests = series(24 * 24, 3, 0.05, (t) => 1 + daily(t));
  const drift = series(24 * 24, 5, 0.12, (t) => 4 + 0.004 * t + daily(t));
  const shifted = series(24 * 24, 6, 0.06, (t) => (t < 24 * 15 ? 1 : 2) + daily(t));
  const growing = series(24 * 45, 7, 0.08, (t) => 2 + (weekend(t) ? 0.35 : 1) * (0.5 + t / 900) * daily(t));
  const wobbling = series(24 * 25, 11, 0.35, (t) => 3 + 0.7 * daily(t));
  const weekly = series(24 * 37, 9, 0.06, (t) => 2 + (weekend(t) ? 0.4 : 1) * daily(t));
  const filling = series(24 * 28, 10, 0.2, (t) => 20 + 0.06 * t + 0.8 * daily(t));
  const batches = series(24 * 40, 12, 0.05, (t) => 1 + (weekend(t) ? 0.4 : 1) * daily(t) + (t % 24 === 2 ? 1.5 : 0));
  const pods = Array.from({ length: 40 }, (_, i) => series(24 * 25, 20 + i, 0.25, (t) => 2 + (1 + i / 40) * daily(t)));
  const faint = series(24 * 30, 13, 0.4, (t) => 3 + 0.8 * daily(t));
  const spiky = series(24 * 30, 14, 0.06, (t, random) => 1 + daily(t) + (random.uniform() < 0.03 ? 1.5 : 0));
  const rising = series(24 * 34, 15, 0.2, (t) => 3 + t / 800 + (weekend(t) ? 0.5 : 1) * daily(t));
  return [
    modelScene('seasonal-naive', 'Requests with a daily rhythm', seasonalNaive, requests, 72, 168),
    modelScene('theta', 'A daily rhythm on a slow rise', theta, drift, 96, 168),
    modelScene('ets', 'A level that moved some days ago', ets, shifted, 72, 240),
    modelScene('mstl', 'Working days that grow busier', mstl, growing, 168, 336),
    modelScene('arima', 'A rhythm that has strayed from its level', arima, wobbling, 72, 168),
    modelScene('fourier-ar', 'Day and week', fourierAr, weekly, 168, 336),
    modelScene('trend', 'A volume that fills', steady, filling, 168, 336),
    modelScene('nlinear', 'Nightly batches after busy days', nlinear, batches, 96, 240),
    companyScene('global-ridge', 'One of forty noisy pods of a workload', pods, 72, 168),
    modelScene('lag-regression', 'A faint rhythm in noise', lagRegression, faint, 72, 168),
    modelScene('seasonal-median', 'A rhythm with accidents', seasonalMedian('seasonal-median', 10), spiky, 72, 168),
    ensembleScene('ensemble', 'A faint rhythm on a slow rise', rising, 96, 168),
    ensembleScene('intervals', 'The ensemble with its bands', rising, 96, 168),
    clockScene(),
  ];
}

function polyline(
  { colour, dash, from, values }: Path,
  x: (i: number) => number,
  y: (value: number) => number
): string {
  const points = Array.from(values, (value, i) => `${x(from + i).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  const stroke = `stroke="${colour}" stroke-width="1.6"${dash === undefined ? '' : ` stroke-dasharray="${dash}"`}`;
  return `  <polyline fill="none" ${stroke} points="${points}"/>`;
}

function svg({ title, paths }: Scene): string {
  const every = paths.flatMap(({ values }) => Array.from(values));
  const [least, most] = [Math.min(...every), Math.max(...every)];
  const count = Math.max(...paths.map(({ from, values }) => from + values.length));
  const x = (i: number): number => LEFT + ((WIDTH - 2 * LEFT) * i) / (count - 1);
  const y = (value: number): number => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * (value - least)) / (most - least);
  const now = x(paths[0]!.values.length - 0.5).toFixed(1);
  const legend = paths.map(({ label, colour, dash }, i) => {
    if (label === '') {
      return '';
    }
    const left = 12 + i * 150;
    const line = `<line x1="${left}" y1="14" x2="${left + 20}" y2="14" stroke="${colour}" stroke-width="2"${dash === undefined ? '' : ` stroke-dasharray="${dash}"`}/>`;
    return `  ${line}<text x="${left + 26}" y="18" fill="#7b8794">${label}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img">`,
    `  <title>${title}</title>`,
    ...legend,
    `  <line x1="${now}" y1="${TOP}" x2="${now}" y2="${HEIGHT - BOTTOM}" stroke="#7b8794" stroke-opacity="0.5"/>`,
    ...paths.map((path) => polyline(path, x, y)),
    '</svg>',
    '',
  ].join('\n');
}

mkdirSync(OUT, { recursive: true });
for (const scene of scenes()) {
  writeFileSync(`${OUT}/${scene.file}.svg`, svg(scene));
}
