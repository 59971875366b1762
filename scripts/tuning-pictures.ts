/**
 * Draws the pictures of docs/algorithms about tuning from the strategies' own output: what a made-up container used, and
 * what each strategy would set. The same every time, in colours that suit light and dark pages.
 *
 * Usage: node scripts/tuning-pictures.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { MIB, quantity } from '../pkg/model/tuning/amounts.ts';
import { headroom } from '../pkg/model/tuning/headroom.ts';
import { historyOf } from '../pkg/model/tuning/history.ts';
import { krrSimple } from '../pkg/model/tuning/krr.ts';
import { peakOf, predictUse } from '../pkg/model/tuning/predict.ts';
import { recommendWorkload } from '../pkg/model/tuning/recommend.ts';
import type { Container, Replay, Resource, Strategy, Workload } from '../pkg/model/tuning/types.ts';
import { vpa } from '../pkg/model/tuning/vpa.ts';
import { seededRandom } from '../pkg/model/stats/random.ts';

const OUT = 'docs/algorithms/img';
const [WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM] = [760, 260, 8, 14, 190, 14];
const [TEXT, OURS, KRR, VPA] = ['#7b8794', '#e8710a', '#3b82f6', '#8b5cf6'];
const [STEP_MS, DAY_MS, START_MS, DAYS] = [300_000, 86_400_000, 1_700_006_400_000, 14];
const COUNT = (DAYS * DAY_MS) / STEP_MS;

/** A line across: an amount, by whom. */
interface Level {
  readonly label: string;
  readonly colour: string;
  readonly dash?: string;
  readonly value: number;
}

function series(seed: number, value: (t: number, random: ReturnType<typeof seededRandom>) => number) {
  const random = seededRandom(seed);
  const values = Float64Array.from({ length: COUNT }, (_, t) => value(t, random));
  return { startMs: START_MS, stepMs: STEP_MS, values };
}

const daily = (t: number): number => Math.max(0, Math.sin((2 * Math.PI * (t - 84)) / 288));

/** Starts every fourth day at full speed, works by day, and bursts now and then. */
const cpu = series(4, (t, random) =>
  t % (4 * 288) < 2
    ? 1.1
    : 0.06 + 0.22 * daily(t) * (1 + 0.15 * random.normal() ** 2) + (random.uniform() < 0.002 ? 0.4 : 0)
);
/** Follows the work, and grows by the day. */
const memory = series(5, (t, random) => (300 + t / 40 + 40 * daily(t - 24) + 3 * random.normal()) * MIB);

const container: Container = {
  name: 'main',
  role: 'main',
  requests: { cpu: 0.25, memory: 512 * MIB },
  limits: { cpu: 0.5, memory: 512 * MIB },
  usage: [{ pod: 'a', cpu, memory, startsMs: [0, 4, 8, 12].map((day) => START_MS + day * DAY_MS) }],
  oomKills: [],
  throttling: { ratio: 0.12, limitCores: 0.5 },
  restarts: 3,
};
const workload: Workload = {
  cluster: '',
  namespace: 'shop',
  kind: 'Deployment',
  name: 'web',
  owners: [],
  replicas: 1,
  containers: [container],
};

function levelsOf(strategy: Strategy, resource: Resource, colour: string): Level[] {
  const plain = historyOf(workload, container, resource);
  const predictedPeak = peakOf(predictUse(plain, 168, 'auto')!);
  const answer = strategy.propose({ ...plain, predictedPeak });
  if (answer.kind !== 'proposal') {
    throw new Error(`${strategy.name} proposes nothing: ${answer.kind}.`);
  }
  const { request, limit } = answer;
  const level = (what: string, value: number, dash?: string): Level => ({
    label: `${strategy.name}: ${what} ${quantity(resource, value)}`,
    colour,
    ...(dash === undefined ? {} : { dash }),
    value,
  });
  if (request !== undefined && request === limit) {
    return [level('both', request)];
  }
  return [
    ...(request === undefined ? [] : [level('request', request)]),
    ...(typeof limit === 'number' ? [level('limit', limit, '6 3')] : []),
  ];
}

function useScene(title: string, values: Float64Array, levels: readonly Level[]): string {
  const most = 1.08 * Math.max(...values, ...levels.map(({ value }) => value));
  const y = (value: number): number => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * value) / most;
  const x = (t: number): number => LEFT + ((WIDTH - LEFT - RIGHT) * t) / (values.length - 1);
  const points = Array.from(values, (value, t) => `${x(t).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  const right = WIDTH - RIGHT;
  return svg(title, [
    `  <polyline fill="none" stroke="${TEXT}" stroke-width="1" points="${points}"/>`,
    ...placeLabels(levels.map(({ value }) => y(value))).flatMap((at, i) => {
      const { label, colour, dash, value } = levels[i]!;
      const stroke = `stroke="${colour}" stroke-width="1.6"${dash === undefined ? '' : ` stroke-dasharray="${dash}"`}`;
      const height = y(value).toFixed(1);
      return [
        `  <line x1="${LEFT}" y1="${height}" x2="${right}" y2="${height}" ${stroke}/>`,
        `  <text x="${right + 6}" y="${(at + 4).toFixed(1)}" fill="${colour}">${label}</text>`,
      ];
    }),
  ]);
}

/** Moves labels apart that would lie on each other; the order from top to bottom stays. */
function placeLabels(wanted: readonly number[]): number[] {
  const places = [...wanted];
  let last = -Infinity;
  for (const i of wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]!)) {
    places[i] = Math.max(wanted[i]!, last + 15);
    last = places[i];
  }
  return places;
}

/** Bars of what each strategy's amounts lead to, on history and on the forecast. */
function replayScene(title: string, replays: readonly Replay[], measure: (replay: Replay) => number): string {
  const most = Math.max(...replays.map(measure), 1e-9);
  const rows = replays.map((replay, i) => {
    const top = 24 + i * 24 + (replay.basis === 'forecast' ? 12 : 0);
    const width = (310 * measure(replay)) / most;
    const colour = { current: TEXT, [krrSimple.name]: KRR, [vpa.name]: VPA }[replay.strategy] ?? OURS;
    return [
      `  <text x="12" y="${top + 12}" fill="${TEXT}">${replay.strategy}, ${replay.basis}</text>`,
      `  <rect x="170" y="${top}" width="${Math.max(1, width).toFixed(1)}" height="15" fill="${colour}"/>`,
      `  <text x="${(178 + width).toFixed(1)}" y="${top + 12}" fill="${TEXT}">${measure(replay).toFixed(0)} minutes throttled, request ${quantity('cpu', replay.request ?? 0)}</text>`,
    ].join('\n');
  });
  return svg(title, rows);
}

function svg(title: string, lines: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img">`,
    `  <title>${title}</title>`,
    ...lines,
    '</svg>',
    '',
  ].join('\n');
}

const ours = headroom();
const rivals = (resource: Resource): Level[] => [
  ...levelsOf(krrSimple, resource, KRR),
  ...levelsOf(vpa, resource, VPA),
];
const replays = recommendWorkload(workload, {
  prices: { currency: 'USD', cpuCoreHour: 0.03, memoryGibHour: 0.004, storageGibMonth: 0.04 },
  releaseHours: 168,
  model: 'auto',
  policies: {},
}).find(({ target }) => target.resource === 'cpu')!.replays;

mkdirSync(OUT, { recursive: true });
const pictures: Readonly<Record<string, string>> = {
  'tuning-cpu': useScene('CPU of a container, and what Headroom would set', cpu.values, levelsOf(ours, 'cpu', OURS)),
  'tuning-memory': useScene(
    'Growing memory, and what Headroom would set',
    memory.values,
    levelsOf(ours, 'memory', OURS)
  ),
  'tuning-rivals-cpu': useScene('The same CPU, and what KRR and VPA would set', cpu.values, rivals('cpu')),
  'tuning-rivals-memory': useScene('The same memory, and what KRR and VPA would set', memory.values, rivals('memory')),
  'tuning-replay': replayScene('Replay of four answers', replays, ({ minutesThrottled }) => minutesThrottled),
};
for (const [file, text] of Object.entries(pictures)) {
  writeFileSync(`${OUT}/${file}.svg`, text);
}
